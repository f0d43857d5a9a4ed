import { describeAim } from "./aims.ts";
import { drawTable } from "./draw-table.ts";
import type { Report } from "./report.ts";
import { renderTable } from "./table.ts";

/** As a page. */
export function renderMarkdown({ measuredAt, conditions, figures, backends, aims }: Report): string {
  const judged = aims.map((aim) => [aim.what, aim.backend, aim.ratio.toFixed(2), describeAim(aim)]);
  return [
    `# npm run bench, ${measuredAt.slice(0, 10)}`,
    "",
    ...conditions.map((condition) => `- ${condition}`),
    "",
    ...renderTable(figures, backends),
    ...(judged.length > 0
      ? ["", ...drawTable([["ratio of the medians", "queue on", "is", "aim"], ...judged])]
      : []),
    "",
  ].join("\n");
}
