import type { BackendName } from "../options.ts";
import type { Figure, Figures } from "./figures.ts";

interface Aim {
  readonly what: string;
  readonly figure: Figure;
  /** The highest of them, where there are several. */
  readonly by: readonly Figure[];
  /** At least, unless it says otherwise; where there is none for a backend, the ratio is only shown. */
  readonly aims: Partial<Record<BackendName, number>>;
  readonly atMost?: true;
}

const AIMS: readonly Aim[] = [
  { what: "accepted (c, workers stopped) / (a)", figure: "accepted", by: ["bare"], aims: { redis: 0.5 } },
  {
    what: "committed (c) / committed (b)",
    figure: "committed",
    by: ["textbookCommitted"],
    aims: { redis: 10, postgres: 3 },
  },
  { what: "committed (c) / (e)", figure: "committed", by: ["ceiling"], aims: { redis: 0.6 } },
  {
    what: "p50 (d) / (f), 1 connection",
    figure: "sync1p50",
    by: ["naive1p50"],
    aims: { redis: 2, postgres: 2.5 },
    atMost: true,
  },
  {
    what: "p50 (d) / (f), 8 connections",
    figure: "sync8p50",
    by: ["naive8p50"],
    aims: { redis: 1, postgres: 1.2 },
    atMost: true,
  },
  {
    what: "p50 (d) / (f), 32 connections",
    figure: "sync32p50",
    by: ["naive32p50"],
    aims: { redis: 0.5, postgres: 0.6 },
    atMost: true,
  },
  {
    what: "p50 (d) / (f), 128 connections",
    figure: "sync128p50",
    by: ["naive128p50"],
    aims: { redis: 0.3, postgres: 0.35 },
    atMost: true,
  },
  {
    what: "requests/s (d) / (f), 128 connections",
    figure: "sync128",
    by: ["naive128"],
    aims: { redis: 4, postgres: 4 },
  },
  {
    what: "committed (c) / (f) at its best",
    figure: "committed",
    by: ["naive1", "naive8", "naive32", "naive128"],
    aims: { redis: 5, postgres: 5 },
  },
  {
    what: "committed (c) / committed (g)",
    figure: "committed",
    by: ["pgBossCommitted"],
    aims: { redis: 5, postgres: 5 },
  },
  {
    what: "committed (c) / committed (h)",
    figure: "committed",
    by: ["graphileCommitted"],
    aims: { redis: 5, postgres: 5 },
  },
];

/** A ratio of medians beside what it aims at. */
export interface JudgedAim {
  readonly what: string;
  readonly backend: BackendName;
  readonly ratio: number;
  /** None where the ratio is only shown. */
  readonly aim?: { readonly at: "least" | "most"; readonly limit: number; readonly met: boolean };
}

/** None of the aims of which a part was left out. */
export function judgeAims(figures: Figures, backends: readonly BackendName[]): JudgedAim[] {
  return AIMS.flatMap((aim) => backends.map((backend) => judge(figures, aim, backend))).filter(
    (judged) => judged !== undefined,
  );
}

function judge(
  figures: Figures,
  { what, figure, by, aims, atMost }: Aim,
  backend: BackendName,
): JudgedAim | undefined {
  const ours = figures.of(backend, figure);
  const theirs = by.flatMap((each) => figures.of(backend, each) ?? figures.of("neither", each) ?? []);
  if (!ours || theirs.length === 0) return undefined;
  const ratio = ours.median / Math.max(...theirs.map(({ median }) => median));
  const limit = aims[backend];
  if (limit === undefined) return { what, backend, ratio };
  const met = atMost ? ratio <= limit : ratio >= limit;
  return { what, backend, ratio, aim: { at: atMost ? "most" : "least", limit, met } };
}

export function describeAim({ aim }: JudgedAim): string {
  return aim ? `aim at ${aim.at} ${aim.limit}: ${aim.met ? "met" : "NOT met"}` : "no aim";
}
