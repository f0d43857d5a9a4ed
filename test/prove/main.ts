import { FAULTS } from "./faults/faults.ts";
import { readOptions, USAGE } from "./options.ts";
import { tableOf } from "./report/table.ts";
import { runProve } from "./run-prove.ts";

const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.on(name, () => {
    if (!stopping.signal.aborted) process.stderr.write("Ends with the round that is under way.\n");
    stopping.abort();
  });

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") process.stdout.write(USAGE);
  else if (options === "list")
    process.stdout.write(FAULTS.map(({ name, backends }) => `${name} (${backends.join(", ")})\n`).join(""));
  else {
    const startedAt = performance.now();
    const rounds = await runProve(options, stopping.signal, (line) => {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0).padStart(5);
      process.stderr.write(`${seconds} s  ${line}\n`);
    });
    process.stdout.write(`\nSeeds from ${options.seeds.join(" and ")}.\n\n${tableOf(rounds)}\n`);
    if (rounds.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? `${error.message}\n${error.cause instanceof Error ? error.cause.stack : ""}` : String(error)}\n`,
  );
  process.exitCode = 1;
}
