import { forEachEntity } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import type { Backlog } from "@onefold/queue";
import { inTime } from "../in-time.ts";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface MetricsOptions {
  /** These are called at each scrape, so they must be cheap. */
  backlog(): Backlog;
  bulkBacklog(): Backlog;
  storeAheadMs(): number;
  /** Reads the watermark from the database, in milliseconds since 1970. It is undefined if no worker has noted it. */
  watermark(): Promise<number | undefined>;
  /** Set where there is a read replica: how far it is behind at most, in seconds; undefined if that isn't known. */
  readonly replicaLagSeconds?: (() => number | undefined) | undefined;
  /** Told of what is accepted, besides. */
  readonly onAccepted?: (count: number) => void;
  /** Set where this is one of several processes: takes its own, and gives what gives those of all as text. */
  readonly gather?: ((own: Registry) => () => Promise<string>) | undefined;
}

interface AnsweredRequest {
  /** The pattern of the route, never the path, which may name a person. Undefined if there is no such route. */
  readonly route: string | undefined;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts for Prometheus what this process does. No label names a team, key, job or person. */
export interface Metrics {
  answered(request: AnsweredRequest): void;
  accepted(entity: Entity, count?: number): void;
  /** Counts a request whose Idempotency-Key was known. It was answered from the job of the first request. */
  repeated(): void;
  rateLimited(): void;
  /** Counts an accepted item that the queue has lost. */
  lost(): void;
  /** Counts a read that a read replica may answer. */
  readBy(server: "replica" | "primary"): void;
  /** Gives the metrics in Prometheus' text format. */
  text(): Promise<string>;
}

/** A POST waits 10 s for its job by default, a GET of a job up to a minute. */
const ANSWER_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Node takes dozens of methods. Those that aren't listed share a label. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** A database that doesn't answer holds a scrape up for this long at most. */
const LOOK_MS = 2_000;

/** Makes metrics in a registry of its own. */
export function createMetrics({
  backlog,
  bulkBacklog,
  storeAheadMs,
  watermark,
  replicaLagSeconds,
  onAccepted,
  gather,
}: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const answers = new Histogram({
    name: "onefold_http_request_duration_seconds",
    help: "Time from a request to its answer, the wait for a job included.",
    labelNames: ["route", "method", "status"],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const accepted = new Counter({
    name: "onefold_accepted_items_total",
    help: "Items that were added to the queue durably.",
    labelNames: ["entity"],
    registers,
  });
  const repeats = new Counter({
    name: "onefold_idempotent_repeats_total",
    help: "Requests that repeated an Idempotency-Key and were answered from its job.",
    registers,
  });
  const limited = new Counter({
    name: "onefold_rate_limited_requests_total",
    help: "Requests that were refused because their key is past its limit.",
    registers,
  });
  const lost = new Counter({
    name: "onefold_lost_items_total",
    help: "Accepted items that the queue lost before they were applied, and that are told as LOST: each is an alarm.",
    registers,
  });
  const passed: Gauge = new Gauge({
    name: "onefold_watermark_timestamp_seconds",
    help: "What was accepted before that time has its receipt, or is lost, as a worker noted last; absent where none has, and where the database can't be asked.",
    aggregator: "max",
    registers,
    async collect() {
      const before = await inTime(LOOK_MS, watermark);
      if (before === undefined) passed.remove();
      else passed.set(before / 1_000);
    },
  });
  gauge("onefold_queue_waiting_chunks", "Chunks that wait for a worker.", (each) => each.waitingChunks);
  gauge(
    "onefold_queue_oldest_chunk_age_seconds",
    "How long the chunk that is next in line has existed; 0 where none waits.",
    (each) => each.estimatedStartMs / 1_000,
  );
  const ahead: Gauge = new Gauge({
    name: "onefold_queue_clock_ahead_seconds",
    help: "How far the time of the queue's store, or its clocks, are ahead of the database's time.",
    aggregator: "max",
    registers,
    collect: () => ahead.set(storeAheadMs() / 1_000),
  });

  const replica = replicaLagSeconds && replicaMetrics(registers, replicaLagSeconds);
  const acceptedOf = forEachEntity((entity) => accepted.labels({ entity }));
  // Each series keeps its observer, so the cost of finding it is paid once.
  const answersOf = new Map<string, { observe(seconds: number): void }>();

  return {
    answered({ route = "unknown", method, status, seconds }) {
      const series = `${status} ${method} ${route}`;
      let child = answersOf.get(series);
      if (child === undefined) {
        child = answers.labels({ route, method: METHODS.has(method) ? method : "other", status });
        answersOf.set(series, child);
      }
      child.observe(seconds);
    },
    accepted(entity, count = 1) {
      acceptedOf[entity].inc(count);
      onAccepted?.(count);
    },
    repeated: () => repeats.inc(),
    rateLimited: () => limited.inc(),
    lost: () => lost.inc(),
    readBy: (server) => replica?.inc({ server }),
    text: gather ? gather(registry) : () => registry.metrics(),
  };

  function gauge(name: string, help: string, read: (backlog: Backlog) => number): void {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames: ["queue"],
      // All processes look at the same queue.
      aggregator: "max",
      registers,
      collect() {
        made.set({ queue: "interactive" }, read(backlog()));
        made.set({ queue: "bulk" }, read(bulkBacklog()));
      },
    });
  }
}

/** Makes those of a read replica, and gives the counter of reads. */
function replicaMetrics(registers: Registry[], lagSeconds: () => number | undefined): Counter<"server"> {
  const lag: Gauge = new Gauge({
    name: "onefold_read_replica_lag_seconds",
    help: "How far the read replica is behind at most. It is looked at each second, so up to 1.5 is none. Absent where it has shown nothing yet.",
    aggregator: "max",
    registers,
    collect() {
      const seconds = lagSeconds();
      if (seconds === undefined) lag.remove();
      else lag.set(seconds);
    },
  });
  return new Counter({
    name: "onefold_replica_reads_total",
    help: "Reads that the read replica may answer, by the server that did.",
    labelNames: ["server"],
    registers,
  });
}
