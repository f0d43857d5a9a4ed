import { existsSync, globSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedPostgresError, lockFolder, stopOrphan } from "@onefold/embedded";
import { REDIS_PID_FILE } from "../../support/clear-redis-leftovers.ts";
import { unmount } from "./small-disk.ts";
import { sendSignal } from "./send-signal.ts";

/** Of the temporary folder of a deployment, which is locked while its process lives. */
export const FOLDER_PREFIX = "onefold-prove-";
/** In it. */
export const RECORDS_FOLDER = "records";
export const QUEUE_FOLDER = "queue";

/** Ends the servers of deployments whose process was killed, and removes their folders. */
export async function clearLeftovers(): Promise<void> {
  for (const folder of globSync(join(tmpdir(), `${FOLDER_PREFIX}*`))) {
    // One without a lock is just being made.
    if (existsSync(join(folder, "lock"))) await clear(folder);
  }
}

async function clear(folder: string): Promise<void> {
  try {
    using _lock = lockFolder(folder);
    const cluster = join(folder, RECORDS_FOLDER, "cluster");
    // It may have been left frozen.
    for (const pid of pidsIn(join(cluster, "postmaster.pid"), cluster)) sendSignal(pid, "SIGCONT");
    if (existsSync(cluster)) await stopOrphan(cluster);
    for (const file of globSync(join(folder, QUEUE_FOLDER, "*", REDIS_PID_FILE)))
      for (const pid of pidsIn(file, folder)) sendSignal(pid, "SIGKILL");
    for (const disk of [RECORDS_FOLDER, QUEUE_FOLDER]) await unmount(join(folder, disk));
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
  }
}

/** The process that a pid file names, if it still is the one that works there. */
function pidsIn(file: string, folder: string): number[] {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder) ? [pid] : [];
  } catch {
    // It ended, or there was none.
    return [];
  }
}
