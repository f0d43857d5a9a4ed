import type { Job } from "@onefold/contract";
import { findApi } from "../api/find-api.ts";
import type { Api, ApiOptions } from "../api/find-api.ts";
import type { Trying } from "../api/client-of.ts";
import type { Config } from "../config.ts";
import { EXIT_DONE } from "../exit-codes.ts";
import { downloadResults, resultFormatOf } from "../jobs/download-results.ts";
import { exitCodeOf } from "../jobs/exit-code-of.ts";
import { followJob } from "../jobs/follow-job.ts";
import { readNotes } from "../jobs/read-notes.ts";
import { untilStopped } from "../output/until-stopped.ts";
import { writeFile } from "../output/write-file.ts";
import { findTerminal } from "../output/ask.ts";
import { agreeOnColumns } from "./agree-on-columns.ts";
import { chooseCharset } from "./choose-charset.ts";
import { judgeSource } from "./judge-charset.ts";
import { explainColumns } from "./explain-columns.ts";
import { openSource } from "./open-source.ts";
import type { Source } from "./open-source.ts";
import { createProgressView, progressOf } from "./progress.ts";
import type { ProgressView } from "./progress.ts";
import { printDetached, printSummary } from "./summary.ts";
import { uploadKey } from "./upload-key.ts";
import { uploadRequestOf } from "./upload-options.ts";
import type { UploadOptions } from "./upload-options.ts";
import { upload } from "./upload.ts";
import type { Upload, Uploaded } from "./upload.ts";
import { watchUpload } from "./watch-upload.ts";

export interface ImportOptions extends UploadOptions, ApiOptions {
  readonly rejects?: string;
  readonly excel?: boolean;
  readonly detach?: boolean;
  readonly again?: boolean;
  readonly idempotencyKey?: string;
  readonly retrySeconds: number;
  readonly json?: boolean;
}

const LINES_EVERY_MS = 3_000;

/**
 * Uploads the file, follows the job to its end, and fetches what was rejected.
 * @returns the exit code
 * @throws CliError
 */
export async function runImport(config: Config, file: string, options: ImportOptions): Promise<number> {
  const startedAt = performance.now();
  // What is wrong with the options is told before anything is read.
  uploadRequestOf(file, options);
  const api = await findApi(config, options);
  const opened = await openSource(file);
  const state: ImportState = {};
  return untilStopped(
    config,
    async (signal) => {
      await using _ = opened;
      const read = await withCharset(file, { source: opened, options }, signal);
      const { source, options: settled } = await withColumns(api, file, read, signal);
      const request = uploadRequestOf(file, settled);
      const idempotencyKey =
        options.idempotencyKey ??
        (await uploadKey(source, request, { again: options.again === true || options.dryRun === true }));
      const importing = { source, request, idempotencyKey };
      state.importing = importing;
      using view = createProgressView({ stream: process.stderr, linesEveryMs: LINES_EVERY_MS });
      begin(view, importing, options);
      const trying: Trying = {
        forMs: options.retrySeconds * 1_000,
        signal,
        onRetry: (refusal, pauseMs) =>
          view.say(`${refusal.message} Trying again in ${Math.ceil(pauseMs / 1_000)} s.`),
      };
      const uploaded = await uploadWatched(api, importing, options, trying, view);
      state.jobId = uploaded.jobId;
      if (options.detach === true) {
        view[Symbol.dispose]();
        printDetached(options, uploaded);
        return EXIT_DONE;
      }
      if (!uploaded.isReplayed) view.say(`Uploaded ${source.name}: job ${uploaded.jobId}.`);
      const job = await followJob(api, uploaded.jobId, trying, (each) => view.show(progressOf(each)));
      const rejects = await saveRejects(api, job, options, signal);
      const notes = await readNotes(api, job, trying);
      view[Symbol.dispose]();
      printSummary(options, {
        job,
        source,
        uploaded,
        idempotencyKey,
        rejects,
        notes,
        ms: performance.now() - startedAt,
      });
      return exitCodeOf(job);
    },
    () => howToGoOn(file, options, state),
  );
}

/** What is to be sent, and how. */
interface Sending {
  readonly source: Source;
  readonly options: ImportOptions;
}

/** With its charset, where that is to be found out. */
async function withCharset(
  file: string,
  { source, options }: Sending,
  signal: AbortSignal,
): Promise<Sending> {
  const request = uploadRequestOf(file, options);
  if (!request.isCharsetOpen) return { source, options };
  const judged = await judgeSource(source, request);
  const terminal = source.size === undefined ? undefined : findTerminal();
  const charset = await chooseCharset(judged, terminal, signal);
  return { source: judged.source, options: { ...options, ...(charset !== undefined && { charset }) } };
}

/** With what the person says of columns that have no place. */
async function withColumns(
  api: Api,
  file: string,
  { source, options }: Sending,
  signal: AbortSignal,
): Promise<Sending> {
  const asked = { source, request: uploadRequestOf(file, options), options };
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const leavesOut = await agreeOnColumns(api, asked, { terminal: findTerminal(), say, signal }).catch(
    (error: unknown) => {
      throw explainColumns(error, options.entity);
    },
  );
  return leavesOut ? { source, options: { ...options, ignoreUnknownColumns: true } } : { source, options };
}

/** How far it came. */
interface ImportState {
  importing?: Upload;
  jobId?: string;
}

function begin(
  view: ProgressView,
  { source, idempotencyKey }: Upload,
  { again, dryRun }: ImportOptions,
): void {
  const what = dryRun === true ? "Trying out" : "Importing";
  view.say(`${what} ${source.name}${source.size === undefined ? "" : ` (${megabytes(source.size)})`}.`);
  // Nobody could make the same key again.
  if (again === true) view.say(`To resume it, give --idempotency-key ${idempotencyKey} instead of --again.`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}

/** With the job's counts beside it, as far as they can be told from those of other jobs. */
async function uploadWatched(
  api: Api,
  importing: Upload,
  { entity }: ImportOptions,
  trying: Trying,
  view: ProgressView,
): Promise<Uploaded> {
  const { size } = importing.source;
  const uploading = new AbortController();
  let sent = 0;
  let latest: Job | undefined;
  const show = () =>
    view.show({
      sent: size === undefined ? undefined : sent / size,
      ...(latest && { counts: latest.counts }),
    });
  const watching = watchUpload(api, entity, AbortSignal.any([uploading.signal, trying.signal]), (job) => {
    latest = job;
    show();
  });
  try {
    return await upload(api, importing, trying, (bytes) => {
      sent = bytes;
      // With counts it is shown as often as those are new: an estimate is made of both.
      if (!latest) show();
    });
  } catch (error) {
    throw explainColumns(error, entity);
  } finally {
    uploading.abort();
    await watching;
  }
}

/** @returns the file's name, where there is one */
async function saveRejects(
  api: Api,
  { id }: Job,
  { rejects: path, excel }: ImportOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const results = { outcome: "rejected", format: resultFormatOf(path), excel } as const;
  await writeFile(path, downloadResults(api, id, results, signal), signal);
  return path;
}

function howToGoOn(file: string, options: ImportOptions, { importing, jobId }: ImportState): string {
  if (jobId !== undefined)
    return `Interrupted. All of ${file} is uploaded, and its import goes on: npx onefold jobs watch ${jobId}`;
  if (importing === undefined) return "Interrupted: nothing was sent.";
  const { source, idempotencyKey } = importing;
  const isNamed = options.again === true || source.size === undefined;
  const how = isNamed ? ` with --idempotency-key ${idempotencyKey}` : "";
  return `Interrupted. What arrived is kept: run the same command again${how} within a day to resume it.`;
}
