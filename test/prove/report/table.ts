import { drawTable } from "../../bench/report/draw-table.ts";
import type { Finding } from "../checker/evidence.ts";
import type { Round } from "../run-round.ts";

const HEAD = [
  "fault",
  "queue on",
  "rounds",
  "injected",
  "requests",
  "lost",
  "applied twice",
  "duplicate records",
  "wrong fields",
  "unexplained",
  "longest recovery",
];

const COUNTED: readonly (readonly Finding["kind"][])[] = [
  ["lost", "late"],
  ["applied twice"],
  ["duplicate record"],
  ["wrong field"],
  ["unexplained"],
];

/** A line for each fault on each store, and their sums. */
export function tableOf(rounds: readonly Round[]): string {
  const cases = Map.groupBy(rounds, ({ fault, backend }) => `${fault}\n${backend}`);
  const lines = [...cases.values()].map((some) => lineOf(some[0]?.fault ?? "", some[0]?.backend ?? "", some));
  return drawTable([HEAD, ...lines, lineOf("all", "", rounds)]).join("\n");
}

function lineOf(fault: string, backend: string, rounds: readonly Round[]): string[] {
  const sum = (count: (round: Round) => number) => rounds.reduce((total, round) => total + count(round), 0);
  const longest = Math.max(0, ...rounds.map(({ recoveryMs }) => recoveryMs));
  return [
    fault,
    backend,
    String(rounds.length),
    String(sum(({ injections }) => injections)),
    String(sum(({ requests }) => requests)),
    ...COUNTED.map((kinds) =>
      String(sum(({ findings }) => findings.filter(({ kind }) => kinds.includes(kind)).length)),
    ),
    `${(longest / 1_000).toFixed(1)} s`,
  ];
}
