import { readOptions, USAGE } from "./options.ts";
import { runReads } from "./run-reads.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(USAGE);
  else {
    const stopping = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"] as const)
      process.on(name, () => stopping.abort(new Error("The bench was stopped.")));
    const startedAt = performance.now();
    const log = (line: string) =>
      process.stderr.write(
        `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`,
      );
    const { report, problems } = await runReads({ options, signal: stopping.signal, log });
    process.stdout.write(report);
    if (problems > 0) process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
