import type { ItemRef, Upsert } from "@onefold/contract";
import type { DatabaseClock } from "@onefold/database";
import { QueueUnavailableError } from "@onefold/queue";
import type { Lane, Producer } from "@onefold/queue";
import { queueUnavailable, tooLate } from "./errors/unavailable.ts";
import type { Metrics } from "./metrics/create-metrics.ts";
import { backlogWith } from "./workers.ts";
import type { Workers } from "./workers.ts";

/** The queue as the routes use it. What it can't do now is an ApiError UNAVAILABLE, and what it accepts is counted. */
export interface ApiProducer extends Pick<
  Producer,
  "submitBulk" | "issueClock" | "backlog" | "bulkBacklog" | "highestClock"
> {
  /**
   * Adds an item as the producer does, but only soon after its acceptance: workers take an item for lost that was
   * accepted 90 seconds ago and is in no queue.
   * @param options `by`: for an item that holds the watermark back, the time (`performance.now()`) by which it must be
   * added
   * @throws ApiError UNAVAILABLE where too much time has passed; then nothing is added
   */
  submit(
    ref: ItemRef,
    upsert: Upsert,
    options: Parameters<Producer["submit"]>[2] & { readonly by?: number | undefined },
  ): ReturnType<Producer["submit"]>;
  /**
   * Asks whether the queue takes items now. Call it before writing what an add needs.
   * @param lane interactive by default
   * @throws ApiError UNAVAILABLE where an add to that lane would take nothing now
   */
  requireRoom(lane?: Lane): void;
}

/** A process may stand still between naming an item and adding it. After this time it no longer adds the item. */
const LATE_MS = 20_000;
/** How long an add may take: the producer's default. */
const ADD_MS = 5_000;

export interface ApiProducerOptions {
  readonly workers: Workers;
  readonly metrics: Pick<Metrics, "accepted">;
  readonly clock: Pick<DatabaseClock, "now">;
  /** Fault tests set how long after its acceptance an item may still be added. */
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
