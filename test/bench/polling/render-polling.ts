import { drawTable } from "../report/draw-table.ts";
import { median } from "../report/percentile.ts";
import type { PolledJob } from "./run-polling.ts";

/** The medians side by side; the ratio is to be at most 1.2. */
export function renderPolling(jobs: readonly PolledJob[]): string {
  const rows = jobs.map(({ job, idle, queued }) => {
    const [alone, beside] = [median(idle), median(queued)];
    return [job, alone.toFixed(2), beside.toFixed(2), (beside / alone).toFixed(2)];
  });
  return [
    "",
    ...drawTable([["a poll, p50 in ms", "idle", "with the items queued", "ratio"], ...rows]),
    "",
  ].join("\n");
}
