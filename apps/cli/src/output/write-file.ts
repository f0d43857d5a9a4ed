import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { CliError } from "../cli-error.ts";
import { messageOf } from "../describe-error.ts";

/** Writes a file as a whole: aside, and then renamed. If it is interrupted, what was there before stays. */
export async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const aside = `${path}.${process.pid}.part`;
  try {
    await pipeline(chunks, createWriteStream(aside), signal ? { signal } : {});
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    signal?.throwIfAborted();
    throw isOfFiles(error)
      ? new CliError(`${path} can't be written: ${messageOf(error)}.`, { cause: error })
      : error;
  }
}

function isOfFiles(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && !(error instanceof CliError);
}
