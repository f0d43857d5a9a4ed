import { BatchAcceptedAnswer, Job, NoteCode } from "@onefold/contract";
import { Command, Option } from "commander";
import { withClient } from "../api/client-of.ts";
import type { Trying } from "../api/client-of.ts";
import { findApi, withApiOptions } from "../api/find-api.ts";
import type { Api, ApiOptions } from "../api/find-api.ts";
import { readConfig } from "../config.ts";
import { EXIT_CODES_HELP } from "../exit-codes.ts";
import { createProgressView, progressOf } from "../import/progress.ts";
import { saveTo } from "../output/save-to.ts";
import { untilStopped } from "../output/until-stopped.ts";
import { print } from "../print.ts";
import { readCount } from "../read-number.ts";
import { describeJob, tableOfJobs } from "./describe-job.ts";
import { downloadResults, EXCEL_HELP, RESULT_FORMATS, resultFormatOf } from "./download-results.ts";
import type { ResultFormat } from "./download-results.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { followJob } from "./follow-job.ts";
import { listJobs } from "./list-jobs.ts";
import type { ListOptions } from "./list-jobs.ts";
import { readNotes } from "./read-notes.ts";

interface CommonOptions extends ApiOptions {
  readonly json?: boolean;
}

interface ResultsOptions extends ApiOptions {
  readonly outcome?: string;
  readonly note?: string;
  readonly format?: ResultFormat;
  readonly excel?: boolean;
  readonly output: string;
}

type Run<Options> = (api: Api, signal: AbortSignal, options: Options) => Promise<void>;

/** Makes `onefold jobs list|watch|results|cancel|retry`, which goes through the API. */
export function jobsCommand(env: Readonly<Record<string, string | undefined>>): Command {
  /** Runs what talks to the API. Ctrl-C stops it cleanly. */
  async function withApi<Options extends ApiOptions>(options: Options, run: Run<Options>): Promise<void> {
    const config = readConfig(env);
    const api = await findApi(config, options);
    await untilStopped(config, (signal) => run(api, signal, options));
  }

  const jobs = new Command("jobs");
  withApiOptions(jobs.command("list"))
    .description("list the newest uploads of the team, or single requests of the last day")
    .option("--limit <count>", "how many", readCount, 20)
    .option("--record <name>", "single requests about this record: its id, e-mail, domain or LinkedIn URL")
    .addOption(new Option("--outcome <outcome>", "single requests that ended so").choices(OUTCOMES))
    .option("--json", "print the list as JSON")
    .action((options: CommonOptions & ListOptions) =>
      withApi(options, async (api, signal) => {
        const found = await listJobs(api, options, signal);
        print(options, found, tableOfJobs(found));
      }),
    );
  withApiOptions(jobs.command("watch"))
    .description(
      "follow a job to its end, and tell its warnings and the values that were not applied, by kind",
    )
    .argument("<id>", "the job")
    .option("--json", "print the job as JSON at its end")
    .addHelpText("after", EXIT_CODES_HELP)
    .action((id: string, options: CommonOptions) =>
      withApi(options, async (api, signal) => {
        using view = createProgressView({ stream: process.stderr, linesEveryMs: LINES_EVERY_MS });
        const trying: Trying = {
          forMs: GIVE_UP_MS,
          signal,
          onRetry: ({ message }, ms) => view.say(`${message} Trying again in ${Math.ceil(ms / 1_000)} s.`),
        };
        const job = await followJob(api, id, trying, (each) => view.show(progressOf(each)));
        const notes = await readNotes(api, job, trying);
        view[Symbol.dispose]();
        print(options, { ...job, ...(notes.length > 0 && { notes }) }, describeJob(job, notes));
        process.exitCode = exitCodeOf(job);
      }),
    );
  withApiOptions(jobs.command("results"))
    .description("show what became of each row")
    .argument("<id>", "the job")
    .addOption(
      new Option(
        "--outcome <outcome>",
        "only these rows; the rejected ones as CSV can be mended and imported",
      ).choices(OUTCOMES),
    )
    .addOption(
      new Option(
        "--note <code>",
        "only applied rows with this warning, or with a value that was not applied for this reason",
      ).choices([...NoteCode.options, "any"]),
    )
    .addOption(
      new Option("--format <format>", "the default is what the name of the file says, else csv").choices(
        RESULT_FORMATS,
      ),
    )
    .option("--excel", EXCEL_HELP)
    .option("--output <file>", "where to; - for stdout", "-")
    .action((id: string, options: ResultsOptions) =>
      withApi(options, async (api, signal) => {
        const format = options.format ?? resultFormatOf(options.output);
        await saveTo(options.output, downloadResults(api, id, { ...options, format }, signal), signal);
      }),
    );
  withApiOptions(jobs.command("cancel"))
    .description("end a job now: rows that were applied stay, the others are not applied")
    .argument("<id>", "the job")
    .option("--json", "print the job as JSON")
    .action((id: string, options: CommonOptions) =>
      withApi(options, async (api, signal) => {
        const job = Job.parse(await withClient(api, signal, ({ jobs: all }) => all.cancel(id)));
        print(options, job, describeJob(job));
      }),
    );
  withApiOptions(jobs.command("retry"))
    .description("send the failed rows of a job again, as a new job")
    .argument("<id>", "the job")
    .option("--json", "print the answer as JSON")
    .action((id: string, options: CommonOptions) =>
      withApi(options, async (api, signal) => {
        const answer = await withClient(api, signal, ({ jobs: all }) => all.retry(id));
        const { job } = BatchAcceptedAnswer.parse(answer);
        print(options, answer, `They are job ${job.id}: npx onefold jobs watch ${job.id}`);
      }),
    );
  return jobs;
}

const OUTCOMES = ["created", "updated", "unmodified", "rejected"];
const LINES_EVERY_MS = 3_000;
const GIVE_UP_MS = 120_000;
