import type { ItemRef, Upsert } from "@onefold/contract";
import type { DatabaseClock } from "@onefold/database";
import { QueueUnavailableError } from "@onefold/queue";
import type { Lane, Producer } from "@onefold/queue";
import { queueUnavailable, tooLate } from "./errors/unavailable.ts";
import type { Metrics } from "./metrics/create-metrics.ts";
import { backlogWith } from "./workers.ts";
import type { Workers } from "./workers.ts";

/** The queue as the routes use it: what it can't do now is an ApiError UNAVAILABLE, and what it accepts is counted. */
export interface ApiProducer extends Pick<
  Producer,
  "submitBulk" | "issueClock" | "backlog" | "bulkBacklog" | "highestClock"
> {
  /**
   * As the producer's, for items that were accepted a moment ago: workers take what was accepted 90 seconds ago and is
   * in no queue for lost.
   * @param options `by`: of one that the watermark is held for, until when (`performance.now()`) it must be added
   * @throws ApiError UNAVAILABLE where too much time has passed; then nothing is added
   */
  submit(
    ref: ItemRef,
    upsert: Upsert,
    options: Parameters<Producer["submit"]>[2] & { readonly by?: number | undefined },
  ): ReturnType<Producer["submit"]>;
  /**
   * For who would write something before it adds.
   * @throws ApiError UNAVAILABLE where an add to that lane, interactive by default, would take nothing now
   */
  requireRoom(lane?: Lane): void;
}

/** A process that stood still on the way from an item's name to its add adds it no more. */
const LATE_MS = 20_000;
/** What an add may take: the producer's default. */
const ADD_MS = 5_000;

export interface ApiProducerOptions {
  readonly workers: Workers;
  readonly metrics: Pick<Metrics, "accepted">;
  readonly clock: Pick<DatabaseClock, "now">;
  /** For fault tests: so long after its acceptance an item is added at most. */
  readonly lateMs?: number | undefined;
}

export function createApiProducer(
  producer: Producer,
  { workers, metrics, clock, lateMs = LATE_MS }: ApiProducerOptions,
): ApiProducer {
  return {
    ...producer,
    backlog: () => backlogWith(producer.backlog(), workers),
    bulkBacklog: () => backlogWith(producer.bulkBacklog(), workers),
    async submit(ref, upsert, { by, ...options }) {
      const isLate =
        by === undefined ? clock.now() - ref.acceptedAt > lateMs : performance.now() > by - ADD_MS;
      if (isLate) throw tooLate();
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
