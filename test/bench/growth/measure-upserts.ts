import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { commitOnce } from "@onefold/records";
import { readSpent } from "../onefold/spent.ts";
import { median, percentile } from "../report/percentile.ts";

/** What an upsert costs, by the median of its commits or by all of them. */
export interface Cost {
  /** Microseconds, of the median commit. */
  readonly us: number;
  /** Milliseconds that one commit in a hundred takes at least. */
  readonly p99Ms: number;
  /** Microseconds of CPU. */
  readonly nodeUs: number;
  readonly postgresUs: number;
  /** Bytes of the write-ahead log. */
  readonly wal: number;
}

export interface Measurement {
  /** Gives so many items, which isn't counted. */
  readonly next: (count: number) => Item[];
  /** What each has to come to. */
  readonly outcome: "created" | "updated";
  readonly seconds: number;
}

/** As many as a busy worker commits at once. */
const BATCH = 500;

/** Commits for so many seconds, one commit after the other. */
export async function measureUpserts(db: Database, { next, outcome, seconds }: Measurement): Promise<Cost> {
  const pids = { api: process.pid, workers: [] };
  const before = await readSpent(db, pids);
  const endsAt = performance.now() + seconds * 1_000;
  const times: number[] = [];
  let building = 0;
  while (performance.now() < endsAt) {
    const cpu = process.cpuUsage();
    const items = next(BATCH);
    building += process.cpuUsage(cpu).user;
    const startedAt = performance.now();
    const { outcomes } = await commitOnce(db, items);
    times.push(performance.now() - startedAt);
    const others = outcomes.filter(({ result }) => result.outcome !== outcome);
    if (outcomes.length < BATCH || others.length > 0) throw new Error(`Not all of a commit were ${outcome}.`);
  }
  const after = await readSpent(db, pids);
  if (!before || !after) throw new Error("This system doesn't tell what its processes spend.");
  const upserts = times.length * BATCH;
  const usOf = (part: "api" | "postgres") => ((after[part] - before[part]) * 1_000) / upserts;
  return {
    us: (median(times) * 1_000) / BATCH,
    p99Ms: percentile(
      times.toSorted((a, b) => a - b),
      0.99,
    ),
    nodeUs: usOf("api") - building / upserts,
    postgresUs: usOf("postgres"),
    wal: (after.wal - before.wal) / upserts,
  };
}
