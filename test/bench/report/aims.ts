import type { BackendName } from "../options.ts";
import type { Figure, Figures } from "./figures.ts";

interface Aim {
  readonly what: string;
  readonly figure: Figure;
  readonly by: Figure;
  /** At least this; where there is none the ratio is only shown. */
  readonly least: Partial<Record<BackendName, number>>;
}

const AIMS: readonly Aim[] = [
  { what: "accepted (c, workers stopped) / (a)", figure: "accepted", by: "bare", least: { redis: 0.5 } },
  {
    what: "committed (c) / committed (b)",
    figure: "committed",
    by: "textbookCommitted",
    least: { redis: 6, postgres: 3 },
  },
  { what: "committed (c) / (e)", figure: "committed", by: "ceiling", least: { redis: 0.6 } },
];

/** The ratios of the medians, and whether they are what they aim at; none where a part was left out. */
export function judgeAims(figures: Figures, backends: readonly BackendName[]): string[] {
  return AIMS.flatMap((aim) => backends.map((backend) => judge(figures, aim, backend))).filter(
    (line) => line !== undefined,
  );
}

function judge(figures: Figures, { what, figure, by, least }: Aim, backend: BackendName): string | undefined {
  const ours = figures.of(backend, figure);
  const theirs = figures.of(backend, by) ?? figures.of("neither", by);
  if (!ours || !theirs) return undefined;
  const ratio = ours.median / theirs.median;
  const aim = least[backend];
  const verdict = aim === undefined ? "no aim" : `aim ${aim}: ${ratio >= aim ? "met" : "NOT met"}`;
  return `${what}, ${backend}: ${ratio.toFixed(2)} (${verdict})`;
}
