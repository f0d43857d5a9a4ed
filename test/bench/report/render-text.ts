import { describeAim } from "./aims.ts";
import type { Report } from "./report.ts";
import { renderTable } from "./table.ts";

/** For the terminal. */
export function renderText({ conditions, figures, backends, aims }: Report): string {
  return [
    "",
    ...conditions,
    "",
    ...renderTable(figures, backends),
    "",
    ...aims.map((aim) => `${aim.what}, ${aim.backend}: ${aim.ratio.toFixed(2)} (${describeAim(aim)})`),
    "",
  ].join("\n");
}
