import { CliError } from "./cli-error.ts";
import { describeError } from "./describe-error.ts";
import { EXIT_ERROR } from "./exit-codes.ts";
import { printableLines } from "./output/printable.ts";
import { createProgram } from "./program.ts";

try {
  const program = await createProgram(process.env, process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${printableLines(describeError(error, process.env))}\n`);
  process.exitCode = error instanceof CliError ? error.exitCode : EXIT_ERROR;
}
