import type { Job, JobCounts } from "@onefold/client/types";

/** How many rows of a job have their outcome. */
export function doneOf({ counts }: Pick<Job, "counts">): number {
  return counts.total - counts.pending;
}

/**
 * How many rows a second a job has applied on average, until now or its end; undefined where that says nothing. The
 * browser's clock may differ from the service's: nothing took less than no time.
 */
export function rateOf(
  job: Pick<Job, "counts" | "acceptedAt" | "finishedAt">,
  now: number,
): number | undefined {
  const until = job.finishedAt === undefined ? now : Date.parse(job.finishedAt);
  const ms = until - Date.parse(job.acceptedAt);
  const done = doneOf(job) - job.counts.cancelled;
  return ms > 0 && done > 0 ? (done * 1_000) / ms : undefined;
}

/** What rows can come to, in the order in which it is shown. */
export const OUTCOMES = ["created", "updated", "unmodified", "rejected"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const COUNTED: readonly (keyof JobCounts)[] = [
  ...OUTCOMES,
  "pending",
  "cancelled",
  "conflicts",
  "lost",
];
