import type { JobCounts } from "@onefold/contract";

/** Writes `created 12,000, updated 300, …`. Some counts are always told, the others only if they aren't 0. */
export function describeCounts(counts: JobCounts): string {
  const always = ["created", "updated", "unmodified", "rejected"] as const;
  const sometimes = (["cancelled", "pending", "lost"] as const).filter((name) => (counts[name] ?? 0) > 0);
  return [...always, ...sometimes].map((name) => `${name} ${grouped(counts[name] ?? 0)}`).join(", ");
}

export function doneOf({ total, pending, cancelled }: JobCounts): number {
  return total - pending - cancelled;
}

const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function grouped(number: number): string {
  return NUMBER.format(number);
}

export function rowsOf(count: number): string {
  return `${grouped(count)} ${count === 1 ? "row" : "rows"}`;
}
