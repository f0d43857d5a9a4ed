import { readlink, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedPostgresError } from "./errors.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { runCommand } from "./run-command.ts";

const FAST_MS = 30_000;
const IMMEDIATE_MS = 10_000;

/**
 * Ends the Postgres that a killed Onefold left running on this data. It gives true if there was one. The caller holds
 * the folder's lock, so no living process owns that Postgres.
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const found = await readPostmasterFile(cluster);
  if (found === undefined || !isAlive(found.pid)) return false;
  if (!(await servesCluster(found.pid, cluster))) {
    // Another process has the pid now. Postgres would take it for its predecessor and refuse to start.
    await rm(join(cluster, "postmaster.pid"), { force: true });
    return false;
  }
  const runs = () => servesCluster(found.pid, cluster);
  if (await end(found.pid, runs, "SIGINT", FAST_MS)) return true;
  if (await end(found.pid, runs, "SIGQUIT", IMMEDIATE_MS)) return true;
  throw new EmbeddedPostgresError(
    "START_FAILED",
    `A Postgres left over from an earlier start (process ${found.pid}) doesn't stop: end it, then start again.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Says whether the process is the postmaster of this cluster. A postmaster's working directory is its data folder; if
 * there is no /proc, its command line names it. A zombie has neither, which matters in a container whose first process
 * doesn't reap.
 */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === "linux") {
    const [cwd, own] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => undefined),
      realpath(cluster),
    ]);
    return cwd === own;
  }
  const { output } = await runCommand("ps", ["-o", "command=", "-p", String(pid)]);
  return output.includes("postgres") && output.includes(cluster);
}

/** Ends the process. It isn't our child, so its end can only be polled for. */
async function end(
  pid: number,
  runs: () => Promise<boolean>,
  signal: NodeJS.Signals,
  deadlineMs: number,
): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  if (await runs()) process.kill(pid, signal);
  while (await runs()) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}
