import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a running Postgres says of itself in postmaster.pid (miscadmin.h, LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  readonly pid: number;
  /** It is starting, stopping, ready or standby; undefined while the file is being written. */
  readonly status: string | undefined;
}

/** Reads postmaster.pid. It is undefined if there is none, as after a clean stop. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => undefined);
  const lines = text?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return { pid, status: lines[7]?.trim() };
}
