import { writeFile } from "./write-file.ts";
import { writeStdout } from "./write-stdout.ts";

/** Writes to a file, as a whole or not at all, or to stdout for `-`. */
export async function saveTo(
  output: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  await (output === "-" ? writeStdout(chunks, signal) : writeFile(output, chunks, signal));
}
