import type { Bench } from "../bench.ts";
import { startJobQueue } from "../job-per-request/measure-job-queue.ts";
import type { PgBossSettings } from "./open-worker.ts";

const SETTINGS: readonly PgBossSettings[] = [
  { connections: 10, batchSize: 100, localConcurrency: 1 },
  { connections: 16, batchSize: 100, localConcurrency: 2 },
  { connections: 32, batchSize: 100, localConcurrency: 4 },
  { connections: 16, batchSize: 500, localConcurrency: 2 },
];

/** (g) A job of pg-boss per request, in the database of the records. */
export function startPgBoss(bench: Bench): Promise<() => Promise<void>> {
  return startJobQueue(bench, {
    name: "(g)",
    folder: new URL("./", import.meta.url),
    settings: SETTINGS,
    column: "neither",
    accepted: "pgBossAccepted",
    committed: "pgBossCommitted",
  });
}
