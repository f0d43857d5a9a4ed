import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { CliError } from "../cli-error.ts";
import { messageOf } from "../describe-error.ts";

/** What is imported. */
export interface Source extends AsyncDisposable {
  readonly name: string;
  /** Known of a file, which can be read as often as is needed. */
  readonly size?: number;
  /** Be done with a piece before asking for the next: they share one buffer. */
  read(): AsyncIterable<Uint8Array>;
}

const PIECE_BYTES = 256 * 1024;

/** A file, or stdin for `-`. @throws CliError where it can't be read */
export async function openSource(file: string): Promise<Source> {
  if (file === "-") return { name: "stdin", read: () => process.stdin, [Symbol.asyncDispose]: closeStdin };
  const version = await versionOf(file);
  const closed = { [Symbol.asyncDispose]: async () => {} };
  if (!version.isFile) return { name: file, read: () => reported(file, createReadStream(file)), ...closed };
  return {
    ...closed,
    name: file,
    size: version.size,
    read: () => unchanged(file, version, reported(file, inOneBuffer(file))),
  };
}

/** Without a buffer for each piece: as fast as a file is read, they would pile up before they are collected. */
async function* inOneBuffer(file: string): AsyncGenerator<Uint8Array, void> {
  await using handle = await open(file);
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Waiting for what nobody types any more would keep the process. */
async function closeStdin(): Promise<void> {
  process.stdin.destroy();
}

interface Version {
  readonly isFile: boolean;
  readonly size: number;
  readonly changedAt: number;
}

async function versionOf(file: string): Promise<Version> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new Error("it is a folder");
    // A file of somebody else's is told now. A pipe is opened once only: its writer ends when it is closed.
    if (found.isFile()) await (await open(file)).close();
    return { isFile: found.isFile(), size: found.size, changedAt: found.mtimeMs };
  } catch (cause) {
    throw new CliError(`${file} can't be read: ${messageOf(cause)}.`, { cause });
  }
}

async function* reported(file: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new CliError(`${file} can't be read: ${messageOf(cause)}.`, { cause });
  }
}

/** The upload's key stands for what the file was when it was opened: another one must not end well under it. */
async function* unchanged(
  file: string,
  before: Version,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
  const { size, changedAt } = await versionOf(file);
  if (size !== before.size || changedAt !== before.changedAt)
    throw new CliError(`${file} changed while it was read: import it again when it is complete.`);
}
