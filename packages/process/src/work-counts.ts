import type { SecondOfWork } from "@onefold/contract";
import { createRecentCounts } from "./recent-counts.ts";
import type { RecentCounts } from "./recent-counts.ts";

/** A process tells of itself every 5 seconds; the next report has what one that was late or lost would have had. */
const KEPT_SECONDS = 15;

/** Counts what a process does in each of the last seconds, as its report tells it. */
export function createWorkCounts(): RecentCounts<Exclude<keyof SecondOfWork, "at">> {
  return createRecentCounts(["accepted", "applied", "rejected", "conflicts"], { kept: KEPT_SECONDS });
}
