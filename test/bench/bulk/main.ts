import { readOptions, USAGE } from "./options.ts";
import type { BulkOptions } from "./options.ts";
import { runBulk } from "./run-bulk.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(USAGE);
  else await run(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** Ctrl-C ends the measurement under way, and then all that was started. */
async function run(options: BulkOptions): Promise<void> {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => stopping.abort(new Error("The bench was stopped.")));
  const startedAt = performance.now();
  const log = (line: string) =>
    process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
  try {
    await runBulk({
      options,
      signal: stopping.signal,
      log,
      print: (lines) => void process.stdout.write(`${lines.join("\n")}\n`),
    });
  } catch (error) {
    // Whatever was interrupted by it.
    stopping.signal.throwIfAborted();
    throw error;
  }
}
