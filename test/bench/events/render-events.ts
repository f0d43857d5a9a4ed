import { drawTable } from "../report/draw-table.ts";
import { median } from "../report/percentile.ts";
import type { MeasuredSize } from "./run-events.ts";

/** The medians, and the lowest and highest of the last; that is to be at most 5 %. */
export function renderEvents(measured: readonly MeasuredSize[]): string {
  const rows = measured.map(({ size, shares }) => {
    const both = shares.map((share) => share.both);
    return [
      `${size} in a commit`,
      percent(median(shares.map(({ postgres }) => postgres))),
      percent(median(shares.map(({ wal }) => wal))),
      `${percent(median(both))} (${percent(Math.min(...both))}-${percent(Math.max(...both))})`,
    ];
  });
  const heads = ["the feed's part", "of Postgres' time", "of its WAL", "of both processes' time"];
  return ["", ...drawTable([heads, ...rows]), ""].join("\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
