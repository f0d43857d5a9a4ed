import { execFile } from "node:child_process";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** A file system of a few megabytes, which can be filled. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  free(): Promise<void>;
}

const run = promisify(execFile);
/** CAP_SYS_ADMIN of Linux. */
const MAY_MOUNT = 1n << 21n;
const PIECE = Buffer.alloc(256 * 1024);

/** Why none can be had on this machine, if so. */
export async function whyNoSmallDisk(): Promise<string | undefined> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const rights = /^CapEff:\t([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  return (BigInt(`0x${rights}`) & MAY_MOUNT) === 0n ? "only root may mount a small disk" : undefined;
}

/** Mounts one on the folder, which is made where it is missing; disposed of, it is gone with all that is on it. */
export async function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=711`, "onefold-prove", folder]);
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill: () => fill(ballast),
    free: () => rm(ballast, { force: true }),
    [Symbol.asyncDispose]: () => unmount(folder),
  };
}

/** Nothing where nothing is mounted. */
export async function unmount(folder: string): Promise<void> {
  const mounts = await readFile("/proc/mounts", "utf8").catch(() => "");
  // Lazily: who still has a file open there, as a killed server may for a moment, keeps nobody waiting.
  if (mounts.includes(` ${folder} `)) await run("umount", ["--lazy", folder]);
}

async function fill(ballast: string): Promise<void> {
  await using file = await open(ballast, "a");
  // A whole piece doesn't fit any more, then not even a byte.
  for (let bytes = PIECE.length; bytes >= 1; bytes = Math.floor(bytes / 2))
    while (await fits(file, bytes)) continue;
}

async function fits(file: Awaited<ReturnType<typeof open>>, bytes: number): Promise<boolean> {
  try {
    const { bytesWritten } = await file.write(PIECE, 0, bytes);
    return bytesWritten === bytes;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
