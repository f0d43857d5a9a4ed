import { drawTable } from "../report/draw-table.ts";
import { whole } from "../report/whole.ts";
import type { Overload } from "./measure-overload.ts";

/** A line for each figure, a column for each store. */
export function renderOverload(results: readonly Overload[]): string {
  const row = (name: string, show: (result: Overload) => string) => [name, ...results.map(show)];
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const memoryOf = (seen: readonly number[]) =>
    `${seen[0] ?? 0}, ${seen[seen.length >> 1] ?? 0}, ${Math.max(...seen)} MB`;
  return drawTable([
    row("", ({ backend }) => `queue on ${backend}`),
    row("committed per second when no more is asked for", ({ capacity }) => whole(capacity)),
    row("asked for per second in the flood", ({ flood }) => whole(flood.perSecond)),
    row("times as much", ({ flood, capacity }) => (flood.perSecond / capacity).toFixed(1)),
    row("accepted (202)", ({ accepted }) => whole(accepted)),
    row("refused (503)", ({ flood }) => whole(flood.byStatus[503] ?? 0)),
    row("refused without Retry-After", ({ flood }) => whole(flood.withoutRetryAfter)),
    row("an answer took (p50, p99, longest)", ({ flood: { p50Ms, p99Ms, longestMs } }) =>
      [p50Ms, p99Ms, longestMs].map((ms) => `${whole(ms)} ms`).join(", "),
    ),
    row("API before, in the middle, at most", ({ memory }) => memoryOf(memory.api)),
    row("worker before, in the middle, at most", ({ memory }) => memoryOf(memory.worker)),
    row("accepted again after", ({ acceptedAgainMs }) => seconds(acceptedAgainMs)),
    row("all accepted ones applied after", ({ drainedMs }) => seconds(drainedMs)),
    row("committed per second with the flood", ({ committed }) => whole(committed)),
  ]).join("\n");
}

/** What isn't as promised: nothing, it is hoped. */
export function problemsOf({ backend, flood, acceptedAgainMs }: Overload): string[] {
  return [
    ...(flood.withoutRetryAfter > 0 ? [`${backend}: refusals without Retry-After`] : []),
    ...(flood.longestMs > LONGEST_MS ? [`${backend}: an answer took ${whole(flood.longestMs)} ms`] : []),
    ...(acceptedAgainMs > AGAIN_MS
      ? [`${backend}: accepted again only after ${whole(acceptedAgainMs)} ms`]
      : []),
  ];
}

/** A request that can't be added is answered 503 by then. */
const LONGEST_MS = 10_000;
const AGAIN_MS = 10_000;
