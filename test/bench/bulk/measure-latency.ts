import { join } from "node:path";
import { percentilesOf } from "../report/percentile.ts";
import type { Percentiles } from "../report/percentile.ts";
import type { BulkBench } from "./bulk-bench.ts";
import { checkImport } from "./check-import.ts";
import { jobSpan } from "./job-span.ts";
import { runImport } from "./run-import.ts";
import { startService } from "./start-service.ts";
import { postSteadily } from "./steady-posts.ts";
import type { PostSample } from "./steady-posts.ts";
import { writeContacts } from "./write-contacts.ts";

export interface Latency {
  readonly idle: Percentiles;
  readonly beside: Percentiles;
  /** From the end of the import on. */
  readonly after: Percentiles;
  /** Of the import beside them. */
  readonly rows: number;
  readonly importMs: number;
  readonly problems: readonly string[];
}

const WARM_UP_MS = 5_000;
const SEED = 3;

/** Single synchronous POSTs at a steady rate, first with nothing else to do, then through a whole import, then after it. */
export async function measureLatency(bench: BulkBench): Promise<Latency> {
  const { options, signal, stores, log } = bench;
  const rows = options.besideRows;
  const file = join(stores.folder, "beside.csv");
  const rejects = join(stores.folder, "beside-rejects.ndjson");
  const expected = await writeContacts(file, { rows, seed: SEED });
  await using service = await startService(bench);
  let nextRow = 0;

  await post(AbortSignal.timeout(WARM_UP_MS));
  const idle = percentilesOf(await post(AbortSignal.timeout(options.seconds * 1_000)));
  log(`idle: p99 ${idle.p99.toFixed(1)} ms of ${idle.samples} POSTs`);
  const over = new AbortController();
  const failed = new AbortController();
  const posting = post(over.signal);
  posting.catch((error: unknown) => failed.abort(error));
  const stopped = AbortSignal.any([signal, failed.signal]);
  const imported = await runImport({ ...bench, signal: stopped }, service, { file, rejects })
    .catch((error: unknown) => {
      stopped.throwIfAborted();
      throw error;
    })
    .finally(() => over.abort());
  await posting;
  const after = percentilesOf(await post(AbortSignal.timeout(options.seconds * 1_000)));
  log(`right after it: p99 ${after.p99.toFixed(1)} ms of ${after.samples} POSTs`);
  const { acceptedAt, finishedAt } = await jobSpan(service.team, imported.job);
  // Not those before the first row and after the last, when the command line is all that runs.
  const beside = percentilesOf(
    (await posting).filter(({ dueAt }) => dueAt >= acceptedAt && dueAt <= finishedAt),
  );
  log(`beside the import: p99 ${beside.p99.toFixed(1)} ms of ${beside.samples} POSTs`);
  const problems = await checkImport({ team: service.team, expected, imported, rejects });
  return { idle, beside, after, rows, importMs: imported.ms, problems };

  async function post(until: AbortSignal): Promise<PostSample[]> {
    const samples = await postSteadily({
      port: service.api.port,
      key: service.team.key,
      perSecond: options.perSecond,
      firstRow: nextRow,
      until,
      signal,
    });
    nextRow += samples.length;
    return samples;
  }
}
