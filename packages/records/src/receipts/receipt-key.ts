import type { ItemRef } from "@onefold/contract";

/** Names an item within the deployment: a job id is unique over all teams. */
export function receiptKey(ref: Pick<ItemRef, "jobId" | "row">): string {
  return `${ref.jobId}:${ref.row}`;
}

export const DAY_MS = 86_400_000;

/** Gives the UTC day of acceptance, `YYYY-MM-DD`. It is the partition of the item's receipt. */
export function receiptDay(acceptedAt: number): string {
  const day = Math.floor(acceptedAt / DAY_MS);
  if (day !== last.day) last = { day, name: new Date(acceptedAt).toISOString().slice(0, 10) };
  return last.name;
}

/** Most items are of the same day, and a date is dear to write. */
let last = { day: 0, name: "1970-01-01" };
