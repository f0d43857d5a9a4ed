import type { BackendName } from "../options.ts";
import { drawTable } from "./draw-table.ts";
import { FIGURES } from "./figures.ts";
import type { Column, Figure, Figures, Spread } from "./figures.ts";

/** A figure with what was measured in each column. */
export interface FigureRow {
  readonly figure: Figure;
  readonly title: string;
  readonly spreads: Partial<Record<BackendName, Spread>>;
}

/** What was measured, in the order of the table. What doesn't depend on our queue stands in each column. */
export function rowsOf(figures: Figures, backends: readonly BackendName[]): FigureRow[] {
  return figureNames()
    .map((figure) => ({ figure, title: FIGURES[figure], spreads: spreadsOf(figures, backends, figure) }))
    .filter(({ spreads }) => Object.keys(spreads).length > 0);
}

/** The medians, with the lowest and the highest of the rounds, as a Markdown table. */
export function renderTable(rows: readonly FigureRow[], backends: readonly BackendName[]): string[] {
  return drawTable([
    ["", ...backends.map((backend) => `queue on ${backend}`)],
    ...rows.map(({ title, spreads }) => [title, ...backends.map((backend) => show(spreads[backend]))]),
  ]);
}

function figureNames(): Figure[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript's keys() forgets the names
  return Object.keys(FIGURES) as Figure[];
}

function spreadsOf(figures: Figures, backends: readonly Column[], figure: Figure) {
  return Object.fromEntries(
    backends.flatMap((backend) => {
      const spread = figures.of(backend, figure) ?? figures.of("neither", figure);
      return spread ? [[backend, spread]] : [];
    }),
  );
}

function show(spread: Spread | undefined): string {
  if (!spread) return "";
  const { median, lowest, highest } = spread;
  const digits = median < 100 ? 1 : 0;
  const [middle, low, high] = [median, lowest, highest].map((value) =>
    value.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: digits }),
  );
  return `${middle} (${low}-${high})`;
}
