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

/** As many as a busy worker commits at once. */
const BATCH = 500;

/** Commits for so many seconds, one commit after the other. */
export async function measureUpserts(
  db: Database,
  next: (count: number) => Item[],
  seconds: number,
): Promise<Cost> {
  const pids = { api: process.pid, workers: [] };
  const before = await readSpent(db, pids);
  const endsAt = performance.now() + seconds * 1_000;
  const times: number[] = [];
  while (performance.now() < endsAt) {
    const items = next(BATCH);
    const startedAt = performance.now();
    const { outcomes } = await commitOnce(db, items);
    times.push(performance.now() - startedAt);
    const refused = outcomes.find(({ result }) => result.outcome === "rejected");
    if (outcomes.length < BATCH || refused) throw new Error("Not all of a commit was applied.");
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
    nodeUs: usOf("api"),
    postgresUs: usOf("postgres"),
    wal: (after.wal - before.wal) / upserts,
  };
}
