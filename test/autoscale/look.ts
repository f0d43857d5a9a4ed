import { readMetrics, valuesOf } from "./read-metrics.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** What the metrics say at a time. A part is undefined where it can't be read. */
export interface Look {
  /** Those that start among them. */
  readonly workers: number;
  /** The average number of slots busy since the look before, of all slots. */
  readonly busyShare: number | undefined;
  /** Of both queues. */
  readonly ageSeconds: number | undefined;
  readonly waitingChunks: number | undefined;
}

/** Makes what looks at the metrics of an API and of a pool's workers. */
export function createLook({ apiUrl, key, pool }: { apiUrl: string; key: string; pool: WorkerPool }) {
  /** Of each worker, by its URL. */
  let before = new Map<string, { readonly at: number; readonly busySeconds: number }>();

  return async (): Promise<Look> => {
    const workers = pool.size();
    const [api, ...told] = await Promise.all(
      [apiUrl, ...pool.ready()].map(async (url) => {
        const samples = await readMetrics(url, key);
        return samples && { url, at: performance.now(), samples };
      }),
    );
    const shares: number[] = [];
    const now: typeof before = new Map();
    for (const { url, at, samples } of told.filter((each) => each !== undefined)) {
      const [busySeconds = 0] = valuesOf(samples, "onefold_commit_duration_seconds_sum");
      const [slots = 1] = valuesOf(samples, "onefold_commit_slots");
      const last = before.get(url);
      if (last) shares.push(((busySeconds - last.busySeconds) * 1_000) / (at - last.at) / slots);
      now.set(url, { at, busySeconds });
    }
    before = now;
    const ages = [api, ...told].flatMap((each) =>
      each ? valuesOf(each.samples, "onefold_queue_oldest_chunk_age_seconds") : [],
    );
    const waiting = api && valuesOf(api.samples, "onefold_queue_waiting_chunks");
    return {
      workers,
      // As in Kubernetes, one that tells nothing yet counts as idle, or more would be started for the same load.
      busyShare: shares.length === 0 ? undefined : shares.reduce((a, b) => a + b, 0) / workers,
      ageSeconds: ages.length === 0 ? undefined : Math.max(...ages),
      waitingChunks: waiting?.reduce((a, b) => a + b, 0),
    };
  };
}
