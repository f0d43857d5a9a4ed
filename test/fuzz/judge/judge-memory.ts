import { median } from "../../bench/report/percentile.ts";

/** What a process may hold more at the end than early on, in bytes: less than 20 for each of half a million requests. */
export const GROWTH_BYTES = 8 * 1024 * 1024;
/** With fewer requests caches and compiled code are still growing. */
export const FEWEST_REQUESTS = 20_000;

export interface MemoryTrend {
  /** The medians of the second tenth of the samples and of the last. */
  readonly early: number;
  readonly late: number;
  readonly isFlat: boolean;
}

/** @param held what a process held after everything was collected, at equal distances */
export function judgeMemory(held: readonly number[]): MemoryTrend {
  const tenth = Math.max(1, Math.floor(held.length / 10));
  const early = median(held.length > tenth ? held.slice(tenth, 2 * tenth) : held);
  const late = median(held.slice(-tenth));
  return { early, late, isFlat: late <= early + GROWTH_BYTES };
}
