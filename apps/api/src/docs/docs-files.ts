import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Coding } from "../compress/choose-coding.ts";
import { encodeWhole } from "../compress/encode.ts";
import { FILE_TYPES } from "../file-types.ts";

export interface DocsFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Gives it in a coding, which is another representation with a tag of its own. */
  encoded(coding: Coding): Promise<Pick<DocsFile, "etag" | "body">>;
}

const own = (name: string) => new URL(`page/${name}`, import.meta.url);

/**
 * Where the files are that the page loads: its own, the console's, whose look it has, and Swagger UI's. The page is the one
 * with the empty name. Nothing else is served, whatever the path says.
 */
const FILES: Readonly<Record<string, URL>> = {
  "": own("index.html"),
  "docs.css": own("docs.css"),
  "start.js": own("start.js"),
  "base.css": new URL(import.meta.resolve("@onefold/console/parts/base.css")),
  "button.css": new URL(import.meta.resolve("@onefold/console/parts/button.css")),
  "form.css": new URL(import.meta.resolve("@onefold/console/parts/form.css")),
  "panel.css": new URL(import.meta.resolve("@onefold/console/parts/panel.css")),
  "favicon.svg": new URL(import.meta.resolve("@onefold/console/favicon.svg")),
  "swagger-ui-bundle.js": new URL(import.meta.resolve("swagger-ui-dist/swagger-ui-bundle.js")),
  "swagger-ui.css": new URL(import.meta.resolve("swagger-ui-dist/swagger-ui.css")),
};

/** Gives the files of the reference page. Each is read when it is first asked for, and kept from then on, in each coding. */
export function createDocsFiles(): (name: string) => Promise<DocsFile> | undefined {
  const kept = new Map<string, Promise<DocsFile>>();
  return (name) => {
    const known = kept.get(name);
    if (known) return known;
    const place = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (!place) return undefined;
    const loading = load(place);
    kept.set(name, loading);
    // A failed read isn't kept, so the next request tries again.
    loading.catch(() => kept.delete(name));
    return loading;
  };
}

async function load(place: URL): Promise<DocsFile> {
  const body = new Uint8Array(await readFile(place));
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  const kept = new Map<Coding, Promise<Uint8Array<ArrayBuffer>>>();
  return {
    type: FILE_TYPES[extname(place.pathname)] ?? "application/octet-stream",
    etag: `"${hash}"`,
    body,
    async encoded(coding) {
      const encoding = kept.get(coding) ?? encodeWhole(coding, body);
      kept.set(coding, encoding);
      return { etag: `"${hash}-${coding}"`, body: await encoding };
    },
  };
}
