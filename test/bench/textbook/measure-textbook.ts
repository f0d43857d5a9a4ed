import type { Bench } from "../bench.ts";
import { startJobQueue } from "../job-per-request/measure-job-queue.ts";
import type { BackendName } from "../options.ts";
import { queueUrl } from "../queue-url.ts";

/** As many jobs at a time as connections. */
const CONNECTIONS = [4, 16, 64];

/** (b) The textbook way: one BullMQ job per request. */
export function startTextbook(bench: Bench, backend: BackendName): Promise<() => Promise<void>> {
  return startJobQueue(bench, {
    name: "(b)",
    folder: new URL("./", import.meta.url),
    queueUrl: (databaseUrl) => queueUrl(bench.stores, backend, databaseUrl),
    settings: CONNECTIONS.map((connections) => ({ connections })),
    column: backend,
    accepted: "textbookAccepted",
    committed: "textbookCommitted",
  });
}
