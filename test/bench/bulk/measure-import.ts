import { join } from "node:path";
import type { BulkBench } from "./bulk-bench.ts";
import { checkImport } from "./check-import.ts";
import { countRecords } from "./count-records.ts";
import type { RecordCounts } from "./count-records.ts";
import { jobSpan } from "./job-span.ts";
import { peakMemory } from "./peak-memory.ts";
import { runImport } from "./run-import.ts";
import { startService } from "./start-service.ts";
import { writeContacts } from "./write-contacts.ts";

export interface PeakMemory {
  readonly api: number | undefined;
  /** The largest of them. */
  readonly worker: number | undefined;
  readonly cli: number | undefined;
}

export interface MeasuredImport {
  readonly rows: number;
  readonly megabytes: number;
  /** Rows that were applied. */
  readonly applied: number;
  readonly rejected: number;
  /** Of the whole command. */
  readonly ms: number;
  /** Of the job, from its acceptance to its end. */
  readonly jobMs: number;
  readonly made: RecordCounts;
  readonly peak: PeakMemory;
  readonly problems: readonly string[];
}

/** Imports a new file into an empty team of a new service. */
export async function measureImport(
  bench: BulkBench,
  options: { readonly rows: number; readonly seed: number },
): Promise<MeasuredImport> {
  const { stores, log } = bench;
  const file = join(stores.folder, `contacts-${options.rows}.csv`);
  const rejects = join(stores.folder, `rejects-${options.rows}.ndjson`);
  const expected = await writeContacts(file, options);
  log(`importing ${options.rows} rows, ${Math.round(expected.bytes / 1e6)} MB`);
  await using service = await startService(bench);
  const imported = await runImport(bench, service, { file, rejects });
  const peak = {
    api: await peakMemory(service.api.pid),
    worker: highest(await Promise.all(service.workers.map(({ pid }) => peakMemory(pid)))),
    cli: imported.peakBytes,
  };
  const { acceptedAt, finishedAt } = await jobSpan(service.team, imported.job);
  const { created, updated, unmodified, rejected } = imported.counts;
  const applied = created + updated + unmodified;
  log(
    `imported in ${(imported.ms / 1_000).toFixed(1)} s, ${Math.round((applied * 1_000) / imported.ms)} rows/s`,
  );
  return {
    rows: options.rows,
    megabytes: expected.bytes / 1e6,
    applied,
    rejected,
    ms: imported.ms,
    jobMs: finishedAt - acceptedAt,
    made: await countRecords(service.team),
    peak,
    problems: await checkImport({ team: service.team, expected, imported, rejects }),
  };
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
