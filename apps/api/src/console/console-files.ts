import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FILE_TYPES } from "../file-types.ts";

/** How a file can be sent, the smallest first: as it was compressed when the console was built, or as it is. */
export const ENCODINGS = { br: ".br", gzip: ".gz", identity: "" } as const;
export type Encoding = keyof typeof ENCODINGS;

export interface ConsoleFile {
  readonly type: string;
  readonly etag: string;
  /** Whether its name has a hash of its content, so that browsers never ask for it again. */
  readonly isImmutable: boolean;
  readonly bodies: Readonly<Partial<Record<Encoding, Uint8Array<ArrayBuffer>>>>;
}

/** The files by their paths below `/console/`. The page itself is `index.html`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const COMPRESSED: ReadonlySet<string> = new Set(Object.values(ENCODINGS).filter((ending) => ending !== ""));

/** Where `npm ci` builds the console to. */
const FOLDER = dirname(fileURLToPath(import.meta.resolve("@onefold/console/dist/index.html")));

/** Reads what was built. It is empty where nothing was. */
export async function readConsoleFiles(): Promise<ConsoleFiles> {
  const names = await readdir(FOLDER, { recursive: true }).catch(() => []);
  const served = names.filter(
    (name) => Object.hasOwn(FILE_TYPES, extname(name)) && !COMPRESSED.has(extname(name)),
  );
  const present = new Set(names);
  return new Map(await Promise.all(served.map(async (name) => [name, await load(name, present)] as const)));
}

async function load(name: string, present: ReadonlySet<string>): Promise<ConsoleFile> {
  const bodies = await Promise.all(
    Object.entries(ENCODINGS)
      .filter(([, ending]) => present.has(name + ending))
      .map(async ([encoding, ending]) => [
        encoding,
        new Uint8Array(await readFile(join(FOLDER, name + ending))),
      ]),
  );
  const hash = createHash("sha256").update(await readFile(join(FOLDER, name)));
  return {
    type: FILE_TYPES[extname(name)] ?? "",
    etag: hash.digest("base64url").slice(0, 22),
    isImmutable: name.startsWith("assets/"),
    bodies: Object.fromEntries(bodies),
  };
}
