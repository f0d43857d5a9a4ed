import { drawTable } from "../report/draw-table.ts";
import { median } from "../report/percentile.ts";
import type { MeasuredConsole } from "./run-console.ts";

/** The pages' times, and what open pages take of the posts; the ratios are to be at least 0.95. */
export function renderConsole({ pages, consoles, seeded, imported }: MeasuredConsole): string {
  const visits = pages.map(({ page, ms }) => [page, median(ms).toFixed(0), Math.max(...ms).toFixed(0)]);
  const none = consoles[0]?.perSecond ?? [];
  const posts = consoles.map(({ name, requests, perSecond }) => {
    const ratios = perSecond.map((each, round) => each / (none[round] ?? Number.NaN));
    const polls = requests.filter(({ isStream }) => !isStream);
    return [
      name,
      String(requests.length - polls.length),
      polls.reduce((sum, { everyMs }) => sum + 1_000 / everyMs, 0).toFixed(1),
      median(perSecond).toFixed(0),
      `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    ];
  });
  return [
    "",
    `${seeded.toLocaleString("en-US")} contacts; ${(imported.rows / imported.seconds).toFixed(0)} rows/s were imported meanwhile.`,
    "",
    ...drawTable([["a page, until all is there", "median, ms", "longest"], ...visits]),
    "",
    ...drawTable([
      [
        "open in a browser",
        "streams",
        "requests/s",
        "posts/s, each applied",
        "of none: median of the rounds' ratios",
      ],
      ...posts,
    ]),
    "",
  ].join("\n");
}
