import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** The stores of an app, with the URLs of its own role in Postgres. */
const Stores = z.object({ DATABASE_URL: z.string(), QUEUE_URL: z.string() });

/** A running `onefold dev` writes this about itself for the other commands. */
const Running = z.object({
  pid: z.int(),
  baseUrl: z.url(),
  /** The URL of the role that owns everything, for the commands that administer. */
  databaseUrl: z.string(),
  /** The stores of each app, for a further process of it. Its role may do as little as the first one's. */
  stores: z.object({ api: Stores, worker: Stores }),
  queueNamespace: z.string(),
  durability: z.string(),
});
export type Running = z.infer<typeof Running>;

/** Reads about the Onefold that runs on this folder. It is undefined if none runs, or if the last one was killed. */
export async function readRunning(folder: string): Promise<Running | undefined> {
  const text = await readPrivate(folder, "running.json");
  if (text === undefined) return undefined;
  try {
    return Running.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Writes the file, and removes it when disposed of. The file has the database's password, and the key file has the key,
 * so both have mode 0600.
 */
export async function writeRunning(folder: string, running: Running): Promise<AsyncDisposable> {
  await writePrivate(folder, "running.json", JSON.stringify(running));
  return {
    async [Symbol.asyncDispose]() {
      await rm(join(folder, "running.json"), { force: true });
    },
  };
}

/** Gives the path of the file with `dev`'s key. Only its owner can read the file. */
export function keyFileOf(folder: string): string {
  return join(folder, "api-key");
}

/** Reads the key that `dev` shows. The database has only its hash. */
export async function readKeptKey(folder: string): Promise<string | undefined> {
  return (await readPrivate(folder, "api-key"))?.trim() || undefined;
}

export async function keepKey(folder: string, key: string): Promise<void> {
  await writePrivate(folder, "api-key", `${key}\n`);
}

async function readPrivate(folder: string, name: string): Promise<string | undefined> {
  return readFile(join(folder, name), "utf8").catch(() => undefined);
}

/** Writes aside and renames, so that nobody reads half of the file. */
async function writePrivate(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const aside = join(folder, `${name}.${process.pid}`);
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, join(folder, name));
}
