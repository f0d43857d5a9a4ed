import type { BackendName } from "../options.ts";
import { FIGURES } from "./figures.ts";
import type { Column, Figure, Figures, Spread } from "./figures.ts";

/** The medians, with the lowest and the highest of the rounds, as a Markdown table. */
export function renderTable(figures: Figures, backends: readonly BackendName[]): string[] {
  const rows = figureNames()
    .map((figure) => [FIGURES[figure], ...backends.map((backend) => cell(figures, backend, figure))])
    .filter(([, ...cells]) => cells.some((text) => text !== ""));
  const head = ["", ...backends.map((backend) => `queue on ${backend}`)];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => pad(text, widths[column] ?? 0, column)).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => `${"-".repeat(width + 1)}${column === 0 ? "-" : ":"}`).join("|")}|`;
  return [line(head), rule, ...rows.map(line)];
}

function figureNames(): Figure[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript's keys() forgets the names
  return Object.keys(FIGURES) as Figure[];
}

/** What no queue is part of stands in each column, to be compared with. */
function cell(figures: Figures, backend: Column, figure: Figure): string {
  const spread = figures.of(backend, figure) ?? figures.of("neither", figure);
  return spread === undefined ? "" : show(spread);
}

function show({ median, lowest, highest }: Spread): string {
  const digits = median < 100 ? 1 : 0;
  const [middle, low, high] = [median, lowest, highest].map((value) =>
    value.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: digits }),
  );
  return `${middle} (${low}-${high})`;
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
