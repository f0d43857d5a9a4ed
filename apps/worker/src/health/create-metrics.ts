import type { Entity, ItemResult, SecondOfWork } from "@onefold/contract";
import { createWorkCounts } from "@onefold/process";
import type { Lane } from "@onefold/queue";
import { isConflict } from "@onefold/records";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface MetricsOptions {
  /** How many slots are committing. */
  busySlots(): number;
  /** How many slots there are. */
  readonly slots: number;
  /** How many commits failed and are tried again. */
  failingCommits(): number;
  /**
   * How long ago the chunk that is next in line was made, in milliseconds; undefined if none waits. It asks the queue's
   * store.
   */
  oldestChunkAgeMs(queue: Lane): Promise<number | undefined>;
}

interface CommittedItems {
  readonly outcomes: readonly {
    readonly item: { readonly upsert: { readonly entity: Entity } };
    readonly result: ItemResult;
  }[];
  /** How many were delivered again after they had been applied. */
  readonly skipped: number;
}

/** Counts for Prometheus what this process does. No label names a team, key, job or person. */
export interface Metrics {
  /** Counts a commit by its number of items and its milliseconds. */
  committed(commitSize: number, ms: number, items: CommittedItems): void;
  /** Counts an item that others kept from being committed, by the milliseconds since its first try. */
  freed(ms: number): void;
  /** Counts items that were rejected because they can't be read. */
  unreadable(count: number): void;
  /** Counts accepted items that the queue has lost. */
  lost(count: number): void;
  /** Notes a time, in milliseconds since 1970: all that was accepted before it is through. */
  passed(before: number): void;
  /** Notes how many chunks are parked. */
  parked(count: number): void;
  /** Counts an attempt to deliver to a webhook, by how it ended: `delivered`, or a code of the sender's. */
  attempted(outcome: string, ms: number): void;
  /** Notes how many webhooks have messages that are due, and since when the first of them waits. */
  webhooksDue(count: number, oldestMs: number): void;
  /** Gives what was committed in each of the last seconds, for this process' report. */
  lastSeconds(): SecondOfWork[];
  /** Gives the metrics in Prometheus' text format. */
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const QUEUES: readonly Lane[] = ["interactive", "bulk"];

const ITEMS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/** A store that doesn't answer holds a scrape up for this long at most. */
const LOOK_MS = 2_000;

/** Makes metrics in a registry of its own. */
export function createMetrics({
  busySlots,
  slots,
  failingCommits,
  oldestChunkAgeMs,
}: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const applied = new Counter({
    name: "onefold_applied_items_total",
    help: "Items that reached their final state, by what became of them.",
    labelNames: ["entity", "outcome"],
    registers,
  });
  const rejected = new Counter({
    name: "onefold_rejected_items_total",
    help: "Accepted items of which nothing was applied, by the code of the reason.",
    labelNames: ["code"],
    registers,
  });
  const fieldRejections = new Counter({
    name: "onefold_field_rejections_total",
    help: "Values of applied items that were not applied, by reason: duplicate is another record's.",
    labelNames: ["reason"],
    registers,
  });
  const skipped = new Counter({
    name: "onefold_skipped_items_total",
    help: "Items that were delivered again after they had been applied, and were skipped.",
    registers,
  });
  const commitSize = new Histogram({
    name: "onefold_batch_items",
    help: "Items of a commit.",
    buckets: ITEMS,
    registers,
  });
  const lockWait = new Histogram({
    name: "onefold_lock_wait_seconds",
    help: "How long items whose locks others had were set aside until they were committed.",
    buckets: SECONDS,
    registers,
  });
  const commit = new Histogram({
    name: "onefold_commit_duration_seconds",
    help: "Time to bring the items of a commit to their final state, retries included.",
    buckets: SECONDS,
    registers,
  });
  const busy: Gauge = new Gauge({
    name: "onefold_commit_slots_busy",
    help: "Slots that are committing now, of onefold_commit_slots; one more while a single request has the extra one.",
    registers,
    collect: () => busy.set(busySlots()),
  });
  new Gauge({
    name: "onefold_commit_slots",
    help: "Slots of this worker that can commit at once (WORKER_SLOTS).",
    registers,
  }).set(slots);
  const held: Gauge = new Gauge({
    name: "onefold_held_batches",
    help: "Commits that can't be committed because the database is away; they are tried again.",
    registers,
    collect: () => held.set(failingCommits()),
  });
  const lost = new Counter({
    name: "onefold_lost_items_total",
    help: "Accepted items that the queue lost before they were applied, and that are told as LOST: each is an alarm.",
    registers,
  });
  const watermark = new Gauge({
    name: "onefold_watermark_timestamp_seconds",
    help: "What was accepted before that time has its receipt, or is lost; absent until this worker knows it.",
    registers,
  });
  const parked = new Gauge({
    name: "onefold_parked_chunks",
    help: "Chunks of the queue that nobody can be told of, which an operator mends or drops; absent until this worker knows it.",
    registers,
  });
  const attempts = new Histogram({
    name: "onefold_webhook_attempt_duration_seconds",
    help: "Attempts to deliver to webhooks, by how they ended: delivered, or why not.",
    labelNames: ["outcome"],
    buckets: SECONDS,
    registers,
  });
  const webhooksDue = new Gauge({
    name: "onefold_webhooks_due",
    help: "Webhooks with messages that are due and that nobody sends.",
    registers,
  });
  const oldestDue = new Gauge({
    name: "onefold_webhook_oldest_due_seconds",
    help: "Since when the first of them waits; 0 where none does.",
    registers,
  });
  // Without this they would say 1970 and none until they are known.
  watermark.remove();
  parked.remove();
  const oldest: Gauge = new Gauge({
    name: "onefold_queue_oldest_chunk_age_seconds",
    help: "How long the chunk that is next in line has existed; 0 where none waits, absent where the queue can't be asked.",
    labelNames: ["queue"],
    registers,
    async collect() {
      await Promise.all(
        QUEUES.map(async (queue) => {
          const ageMs = await orUndefined(() => oldestChunkAgeMs(queue));
          if (ageMs === undefined) oldest.remove({ queue });
          else oldest.set({ queue }, ageMs / 1_000);
        }),
      );
    },
  });

  // Each series keeps its counter, so the cost of finding it is paid once.
  const appliedOf = counters((outcome: string, entity: string) => applied.labels({ entity, outcome }));
  const rejectedOf = counters((code: string) => rejected.labels({ code }));
  const work = createWorkCounts();
  const fieldRejectionsOf = counters((reason: string) => fieldRejections.labels({ reason }));

  return {
    committed(size, ms, { outcomes, skipped: again }) {
      commitSize.observe(size);
      commit.observe(ms / 1_000);
      if (again > 0) skipped.inc(again);
      // Items are added up first. So the registry is looked into once for each series of a commit, not for each item.
      const sums = new Map<Counting, number>();
      const add = (counter: Counting) => sums.set(counter, (sums.get(counter) ?? 0) + 1);
      for (const { item, result } of outcomes) {
        add(appliedOf(result.outcome, item.upsert.entity));
        if (result.outcome === "rejected") add(rejectedOf(result.code));
        else for (const { reason } of result.fieldRejections) add(fieldRejectionsOf(reason));
      }
      for (const [counter, sum] of sums) counter.inc(sum);
      const rejections = outcomes.filter(({ result }) => result.outcome === "rejected").length;
      work.add("applied", outcomes.length - rejections);
      work.add("rejected", rejections);
      work.add("conflicts", outcomes.filter(({ result }) => isConflict(result)).length);
    },
    freed: (ms) => lockWait.observe(ms / 1_000),
    lost: (count) => lost.inc(count),
    passed: (before) => watermark.set(before / 1_000),
    parked: (count) => parked.set(count),
    attempted: (outcome, ms) => attempts.observe({ outcome }, ms / 1_000),
    webhooksDue(count, oldestMs) {
      webhooksDue.set(count);
      oldestDue.set(oldestMs / 1_000);
    },
    unreadable(count) {
      rejectedOf("UNREADABLE").inc(count);
      work.add("rejected", count);
    },
    lastSeconds: work.seconds,
    text: () => registry.metrics(),
  };
}

interface Counting {
  inc(count?: number): void;
}

/** Finds the counter of a series. It is made when it is first asked for. */
function counters(make: (first: string, second: string) => Counting) {
  const made = new Map<string, Counting>();
  return (first: string, second = ""): Counting => {
    const series = `${first} ${second}`;
    const known = made.get(series);
    if (known !== undefined) return known;
    const counter = make(first, second);
    made.set(series, counter);
    return counter;
  };
}

/** Gives 0 if no chunk waits, and undefined if that can't be told in time. */
async function orUndefined(look: () => Promise<number | undefined>): Promise<number | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), LOOK_MS);
  try {
    return await Promise.race([look().then((ageMs) => ageMs ?? 0), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
