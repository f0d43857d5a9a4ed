import { QueueUnavailableError } from "@onefold/queue";
import type { Lane, Producer } from "@onefold/queue";
import { queueUnavailable } from "./errors/unavailable.ts";
import type { Metrics } from "./metrics/create-metrics.ts";
import { backlogWith } from "./workers.ts";
import type { Workers } from "./workers.ts";

/** The queue as the routes use it: what it can't do now is an ApiError UNAVAILABLE, and what it accepts is counted. */
export interface ApiProducer extends Pick<
  Producer,
  "submit" | "submitBulk" | "issueClock" | "backlog" | "bulkBacklog" | "highestClock"
> {
  /**
   * For who would write something before it adds.
   * @throws ApiError UNAVAILABLE where an add to that lane, interactive by default, would take nothing now
   */
  requireRoom(lane?: Lane): void;
}

export function createApiProducer(producer: Producer, workers: Workers, metrics: Metrics): ApiProducer {
  return {
    ...producer,
    backlog: () => backlogWith(producer.backlog(), workers),
    bulkBacklog: () => backlogWith(producer.bulkBacklog(), workers),
    async submit(ref, upsert, options) {
      const submitted = await answering(producer.submit(ref, upsert, options));
      metrics.accepted(upsert.entity);
      return submitted;
    },
    async submitBulk(items, options) {
      const submitted = await answering(producer.submitBulk(items, options));
      for (const [entity, ofIt] of Map.groupBy(items, ({ upsert }) => upsert.entity))
        metrics.accepted(entity, ofIt.length);
      return submitted;
    },
    issueClock: (count, options) => answering(producer.issueClock(count, options)),
    requireRoom(lane) {
      const refusal = producer.refusal(lane);
      if (refusal) throw queueUnavailable(refusal);
    },
  };
}

async function answering<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof QueueUnavailableError ? queueUnavailable(error) : error;
  }
}
