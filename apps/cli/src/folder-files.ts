import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** The stores of an app, by its role of Postgres. */
const Stores = z.object({ DATABASE_URL: z.string(), QUEUE_URL: z.string() });

/** What a running `onefold dev` says of itself, for the other commands. */
const Running = z.object({
  pid: z.int(),
  baseUrl: z.url(),
  /** By the role that owns everything: for the commands that administer. */
  databaseUrl: z.string(),
  /** For a further process of that app, which may do as little as the first. */
  stores: z.object({ api: Stores, worker: Stores }),
  queueNamespace: z.string(),
  durability: z.string(),
});
export type Running = z.infer<typeof Running>;

/** The Onefold that runs on this folder; undefined when none does, or none did end as it should. */
export async function readRunning(folder: string): Promise<Running | undefined> {
  const text = await readPrivate(folder, "running.json");
  if (text === undefined) return undefined;
  try {
    return Running.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Says it until it is disposed of. It holds the database's password, as the key file holds the key: mode 0600. */
export async function writeRunning(folder: string, running: Running): Promise<AsyncDisposable> {
  await writePrivate(folder, "running.json", JSON.stringify(running));
  return {
    async [Symbol.asyncDispose]() {
      await rm(join(folder, "running.json"), { force: true });
    },
  };
}

/** Where the key of `dev` is, for its owner alone. */
export function keyFileOf(folder: string): string {
  return join(folder, "api-key");
}

/** The key that `dev` shows: the database has only its hash. */
export async function readKeptKey(folder: string): Promise<string | undefined> {
  return (await readPrivate(folder, "api-key"))?.trim() || undefined;
}

export async function keepKey(folder: string, key: string): Promise<void> {
  await writePrivate(folder, "api-key", `${key}\n`);
}

async function readPrivate(folder: string, name: string): Promise<string | undefined> {
  return readFile(join(folder, name), "utf8").catch(() => undefined);
}

/** Aside and renamed, so that nobody reads half of it. */
async function writePrivate(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const aside = join(folder, `${name}.${process.pid}`);
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, join(folder, name));
}
