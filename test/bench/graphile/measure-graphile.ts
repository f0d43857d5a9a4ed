import type { Bench } from "../bench.ts";
import { startJobQueue } from "../job-per-request/measure-job-queue.ts";
import type { GraphileSettings } from "./open-worker.ts";

/** The first is where its page on performance starts from, the second what it measures itself with. */
const SETTINGS: readonly GraphileSettings[] = [
  { connections: 10, localQueue: 11, completeJobBatchDelay: 25 },
  { connections: 24, localQueue: 500, completeJobBatchDelay: 0 },
  { connections: 64, localQueue: 500, completeJobBatchDelay: 0 },
];

/** (h) A job of graphile-worker per request, in the database of the records. */
export function startGraphile(bench: Bench): Promise<() => Promise<void>> {
  return startJobQueue(bench, {
    name: "(h)",
    folder: new URL("./", import.meta.url),
    settings: SETTINGS,
    column: "neither",
    accepted: "graphileAccepted",
    committed: "graphileCommitted",
  });
}
