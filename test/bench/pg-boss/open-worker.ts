import type { Job, JobResult, PgBoss } from "pg-boss";
import type { RunningWorker, WorkerSettings } from "../job-per-request/run-worker.ts";
import type { Upsert } from "../upsert/upsert.ts";
import { QUEUE } from "./open-boss.ts";

export interface PgBossSettings extends WorkerSettings {
  /** Jobs that are fetched, and ended, by one statement. */
  readonly batchSize: number;
  /** Of which each fetches for itself. */
  readonly localConcurrency: number;
}

/**
 * As pg-boss is fast: it takes batches, fetches the next at once while they are full, and ends each job of a batch by
 * how it went, so that one that fails doesn't bring the others back.
 */
export async function openWorker(
  boss: PgBoss,
  { batchSize, localConcurrency }: PgBossSettings,
  commit: (upsert: Upsert) => Promise<void>,
): Promise<RunningWorker> {
  await boss.work(QUEUE, { ...OPTIONS, batchSize, localConcurrency }, (jobs: Job<Upsert>[]) =>
    Promise.all(jobs.map((job) => settle(job, commit))),
  );
  return { close: () => boss.offWork(QUEUE) };
}

const OPTIONS = { burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, perJobResults: true } as const;

async function settle(
  { id, data }: Job<Upsert>,
  commit: (upsert: Upsert) => Promise<void>,
): Promise<JobResult> {
  try {
    await commit(data);
    return { id, status: "completed" };
  } catch (error) {
    process.stderr.write(`a job of pg-boss failed: ${String(error)}\n`);
    return { id, status: "failed" };
  }
}
