import { forEachEntity } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import type { Backlog } from "@onefold/queue";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface MetricsOptions {
  /** Asked at each scrape, so they must be cheap. */
  backlog(): Backlog;
  bulkBacklog(): Backlog;
  storeAheadMs(): number;
}

interface AnsweredRequest {
  /** The pattern of the route, never a path: that may name a person. Undefined where there is no such route. */
  readonly route: string | undefined;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** What this process counts for Prometheus. No label names a team, key, job or person. */
export interface Metrics {
  answered(request: AnsweredRequest): void;
  accepted(entity: Entity, count?: number): void;
  /** A request whose Idempotency-Key was known, answered from the job that it named. */
  repeated(): void;
  rateLimited(): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
}

/** A POST waits 10 s for its job by default, a GET of a job up to a minute. */
const ANSWER_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Node takes dozens of methods; the others share a label. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts into a registry of its own. */
export function createMetrics({ backlog, bulkBacklog, storeAheadMs }: MetricsOptions): Metrics {
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
  gauge("onefold_queue_waiting_chunks", "Chunks that wait for a worker.", (each) => each.waitingChunks);
  gauge(
    "onefold_queue_oldest_chunk_age_seconds",
    "How long the chunk that is next in line has existed; 0 where none waits.",
    (each) => each.estimatedStartMs / 1_000,
  );
  const ahead: Gauge = new Gauge({
    name: "onefold_queue_clock_ahead_seconds",
    help: "How far the time of the queue's store, or its clocks, are ahead of the database's time.",
    registers,
    collect: () => ahead.set(storeAheadMs() / 1_000),
  });

  const acceptedOf = forEachEntity((entity) => accepted.labels({ entity }));
  // One for each series: what it takes to find it is paid once.
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
    accepted: (entity, count = 1) => acceptedOf[entity].inc(count),
    repeated: () => repeats.inc(),
    rateLimited: () => limited.inc(),
    text: () => registry.metrics(),
  };

  function gauge(name: string, help: string, read: (backlog: Backlog) => number): void {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames: ["queue"],
      registers,
      collect() {
        made.set({ queue: "interactive" }, read(backlog()));
        made.set({ queue: "bulk" }, read(bulkBacklog()));
      },
    });
  }
}
