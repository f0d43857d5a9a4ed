import { existsSync, globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedPostgresError, lockFolder, stopOrphan } from "@onefold/embedded";

/** Ends the Postgres of test runs that were killed, and removes their folders; a run that lives holds its lock. */
export async function clearLeftovers(prefix: string): Promise<void> {
  for (const folder of globSync(join(tmpdir(), `${prefix}*`))) {
    // One without a lock is just being made.
    if (existsSync(join(folder, "lock"))) await clear(folder);
  }
}

async function clear(folder: string): Promise<void> {
  try {
    using _lock = lockFolder(folder);
    await stopOrphan(join(folder, "cluster"));
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
  }
}
