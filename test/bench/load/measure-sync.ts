import type { Bench } from "../bench.ts";
import type { Spent } from "../onefold/spent.ts";
import type { Column } from "../report/figures.ts";
import type { Load, LoadResult } from "./load.ts";
import { sendRows } from "./send-rows.ts";
import type { Target } from "./send-rows.ts";

export const CONNECTIONS = [1, 8, 32, 128] as const;
const PARTS = ["api", "worker", "postgres", "redis", "wal"] as const;

export interface SyncWay {
  readonly target: Target;
  readonly column: Column;
  /** How its figures are called. */
  readonly way: "sync" | "naive";
  /** Reads what its parts have spent so far; where it is given, what a request costs is told for a client alone and a crowd. */
  readonly readSpent?: () => Promise<Spent | undefined>;
}

/** Measures answers that tell what was written, from a client alone to a crowd. */
export async function measureSync(
  { load, options, figures }: Bench,
  { target, column, way, readSpent }: SyncWay,
): Promise<void> {
  for (const connections of CONNECTIONS) {
    const before = await readSpent?.();
    const { answered, perSecond, p50Ms, p99Ms } = await postSync(
      load,
      target,
      connections,
      options.seconds / 2,
    );
    const after = await readSpent?.();
    if (before && after && (connections === 1 || connections === 128))
      for (const part of PARTS)
        figures.add(column, `sync${connections}${part}`, (after[part] - before[part]) / answered);
    figures.add(column, `${way}${connections}`, perSecond);
    figures.add(column, `${way}${connections}p50`, p50Ms);
    figures.add(column, `${way}${connections}p99`, p99Ms);
  }
}

/** A 202 would mean that the wait ended first. */
export function postSync(
  load: Load,
  target: Target,
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  return sendRows(load, target, { connections, seconds, statuses: [200, 201] });
}
