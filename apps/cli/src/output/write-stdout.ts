import { pipeline } from "node:stream/promises";
import { printableLines } from "./printable.ts";

/**
 * Writes to stdout. On a terminal it writes characters that the terminal would obey so that they only show. It is no
 * error if the reader has seen enough (`| head`).
 */
export async function writeStdout(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(process.stdout.isTTY ? shown(chunks) : chunks, process.stdout, { signal, end: false });
  } catch (error) {
    signal.throwIfAborted();
    if (!isClosedPipe(error)) throw error;
  }
}

async function* shown(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  // The lines of a CSV end with both characters.
  for await (const chunk of chunks)
    yield printableLines(decoder.decode(chunk, { stream: true }).replaceAll("\r\n", "\n"));
  yield printableLines(decoder.decode());
}

function isClosedPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "EPIPE" || error.code === "ERR_STREAM_PREMATURE_CLOSE")
  );
}
