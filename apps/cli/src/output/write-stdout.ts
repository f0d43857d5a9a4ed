import { pipeline } from "node:stream/promises";
import { printableLines } from "./printable.ts";

/**
 * Writes to stdout, as it is or, on a terminal, so that it shows and does nothing else; that its reader has seen enough
 * (`| head`) is no error.
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
  // The lines of a CSV end with both.
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
