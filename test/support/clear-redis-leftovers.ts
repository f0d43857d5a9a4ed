import { globSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const REDIS_FOLDER_PREFIX = "onefold-redis-";
export const REDIS_PID_FILE = "redis.pid";

/** Ends the Redis of test files that were killed or timed out: those whose starter is gone, so that init has them. */
export async function clearRedisLeftovers(): Promise<void> {
  for (const file of globSync(join(tmpdir(), `${REDIS_FOLDER_PREFIX}*`, REDIS_PID_FILE))) {
    const pid = orphanIn(file);
    if (pid === undefined) continue;
    process.kill(pid, "SIGKILL");
    await rm(dirname(file), { recursive: true, force: true });
  }
}

/** The process that the file names, if it is a redis-server without a parent. Linux only: elsewhere none is found. */
function orphanIn(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const isOrphan = /^Name:\tredis-server$/m.test(status) && /^PPid:\t1$/m.test(status);
    return isOrphan ? pid : undefined;
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
