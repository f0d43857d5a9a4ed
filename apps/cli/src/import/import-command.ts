import { DATE_ORDERS, DECIMALS, Entity, OnConflict } from "@onefold/contract";
import { Command, Option } from "commander";
import { withApiOptions } from "../api/find-api.ts";
import { readConfig } from "../config.ts";
import { EXIT_CODES_HELP } from "../exit-codes.ts";
import { readSeconds } from "../read-number.ts";
import { EXCEL_HELP } from "../jobs/download-results.ts";
import { readCharset } from "./read-charset.ts";
import type { ImportOptions } from "./run-import.ts";
import { collectMap, FORMATS } from "./upload-options.ts";

/** `onefold import`, through the API's batch routes. */
export function importCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const command = new Command("import")
    .argument("<file>", "CSV, TSV, NDJSON or a JSON array, plain or .gz; - for stdin")
    .addOption(
      new Option("--entity <entity>", "what the rows are").choices(Entity.options).default("contact"),
    )
    .addOption(new Option("--format <format>", "what the file's name doesn't say").choices(FORMATS))
    .option(
      "--charset <charset>",
      "of a CSV or TSV; by default as its bytes say, and where they don't, you are asked",
      readCharset,
    )
    .option("--map <header=field>", "which field a column is; may be given several times", collectMap, [])
    .option("--ignore-unknown-columns", "leave out columns that have no place, instead of refusing the file")
    .addOption(
      new Option("--decimal <sign>", "what separates decimals in the CSV's numbers").choices(DECIMALS),
    )
    .addOption(
      new Option("--dates <order>", "how the CSV writes dates: day, month, year").choices(DATE_ORDERS),
    )
    .option("--resubscribe", "let rows that say that somebody did not opt out lift an opt-out")
    .option("--create-companies", "create the companies that rows of contacts name and that aren't there")
    .addOption(
      new Option(
        "--on-conflict <choice>",
        "where the identifiers of one row name several records; by default what the team says",
      ).choices(OnConflict.options),
    )
    .option("--source <source>", "the source of what is created, where the row has none")
    .option("--dry-run", "tell what would become of each row, and write nothing")
    .option("--rejects <file>", "write the rejected rows there, to be mended and imported again")
    .option("--excel", `the rejected rows as ${EXCEL_HELP}`)
    .option("--detach", "don't wait for the end of the job")
    .option("--again", "import a file that was imported already, instead of resuming that import")
    .option("--idempotency-key <key>", "the name of this import; by default made of the file and the options")
    .option(
      "--retry-seconds <seconds>",
      "how long to go on against a service that takes nothing",
      readSeconds,
      120,
    )
    .option("--json", "print the result as one JSON object")
    .addHelpText("after", HELP);
  return withApiOptions(command).action(async (file: string, options: ImportOptions) => {
    const { runImport } = await import("./run-import.ts");
    process.exitCode = await runImport(readConfig(env), file, options);
  });
}

const HELP = `
A column that says who opted out (unsubscribed, Email Opt Out, UNSUB_TIME, Marketing status ...) is applied: a yes, or
a time, opts the contact out; a no changes nothing without --resubscribe. Where such a column isn't clear, the file is
refused until --map says what it is. Of several columns of a field the first that has a value fills it.

Run the same command again after Ctrl-C, a crash or an outage: it resumes where it was, and applies no row
twice. What is read from stdin can be resumed only with --idempotency-key.

At the end it tells how many rows have each warning, and each reason for which a value was not applied, with an
example and the command that lists them.
${EXIT_CODES_HELP}`;
