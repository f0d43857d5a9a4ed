import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Coding } from "../compress/choose-coding.ts";
import { encodeWhole } from "../compress/encode.ts";
import { DOCS_PAGE, DOCS_START } from "./docs-page.ts";

export interface DocsFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Gives it in a coding, which is another representation with a tag of its own. */
  encoded(coding: Coding): Promise<Pick<DocsFile, "etag" | "body">>;
}

/** The page is the file with the empty name. Nothing else is served, whatever the path says. */
const FILES: Readonly<Record<string, { readonly type: string; read(): Promise<Buffer> | Buffer }>> = {
  "": { type: "text/html; charset=utf-8", read: () => Buffer.from(DOCS_PAGE) },
  "start.js": { type: "text/javascript; charset=utf-8", read: () => Buffer.from(DOCS_START) },
  "swagger-ui-bundle.js": {
    type: "text/javascript; charset=utf-8",
    read: () => readFile(fileURLToPath(import.meta.resolve("swagger-ui-dist/swagger-ui-bundle.js"))),
  },
  "swagger-ui.css": {
    type: "text/css; charset=utf-8",
    read: () => readFile(fileURLToPath(import.meta.resolve("swagger-ui-dist/swagger-ui.css"))),
  },
  "favicon-32x32.png": {
    type: "image/png",
    read: () => readFile(fileURLToPath(import.meta.resolve("swagger-ui-dist/favicon-32x32.png"))),
  },
};

/** Gives the files of the reference page. Each is read when it is first asked for, and kept from then on, in each coding. */
export function createDocsFiles(): (name: string) => Promise<DocsFile> | undefined {
  const kept = new Map<string, Promise<DocsFile>>();
  return (name) => {
    const known = kept.get(name);
    if (known) return known;
    const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (!file) return undefined;
    const loading = load(file);
    kept.set(name, loading);
    // A failed read isn't kept, so the next request tries again.
    loading.catch(() => kept.delete(name));
    return loading;
  };
}

async function load({ type, read }: (typeof FILES)[string]): Promise<DocsFile> {
  const body = new Uint8Array(await read());
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  const kept = new Map<Coding, Promise<Uint8Array<ArrayBuffer>>>();
  return {
    type,
    etag: `"${hash}"`,
    body,
    async encoded(coding) {
      const encoding = kept.get(coding) ?? encodeWhole(coding, body);
      kept.set(coding, encoding);
      return { etag: `"${hash}-${coding}"`, body: await encoding };
    },
  };
}
