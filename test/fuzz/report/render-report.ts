import { drawTable } from "../../bench/report/draw-table.ts";
import type { FuzzReport } from "../fuzz.ts";
import { judgeMemory } from "../judge/judge-memory.ts";
import { KINDS } from "../plan-request.ts";
import type { BackendName, Options } from "../options.ts";
import { emptyRow, SEPARATOR } from "./tally.ts";
import type { Row } from "./tally.ts";

const HEAD = [
  "route",
  "kind",
  "requests",
  "2xx",
  "3xx",
  "4xx",
  "503",
  "other 5xx",
  "none",
  "slowest ms",
  "wrong",
];

/** The report of a run: a table of the routes, the processes, and what is wrong, with how to see it again. */
export function renderReport(
  backend: BackendName,
  options: Pick<Options, "seed" | "route">,
  report: FuzzReport,
): string[] {
  const rows = [...report.tally.rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const table = rows.map(([name, row]) => [...name.split(SEPARATOR), ...cellsOf(row)]);
  const totals = [...KINDS, ""].map((kind) => [
    `all, ${backend}`,
    kind === "" ? "all" : kind,
    ...cellsOf(
      rows.filter(([name]) => name.endsWith(kind)).reduce((sum, [, row]) => add(sum, row), emptyRow()),
    ),
  ]);
  const { requests, seconds, accepted, unknown, untold } = report;
  return [
    `## Queue in ${backend}, seed ${options.seed}`,
    "",
    ...drawTable([HEAD, ...table]),
    "",
    ...drawTable([HEAD, ...totals]),
    "",
    ...drawTable([PROCESS_HEAD, ...(["api", "worker"] as const).map((app) => processCells(app, report))]),
    "",
    `${requests} requests in ${seconds.toFixed(0)} s, ${(requests / seconds).toFixed(0)}/s; ${accepted} jobs were told of, ${untold} answers named none, of ${unknown} requests it isn't known.`,
    `Longest wait of a probe beside them: ${report.longestProbeMs.toFixed(0)} ms.`,
    "",
    ...describeFindings(commandOf(backend, options), report),
  ];
}

function cellsOf(row: Row): string[] {
  const { requests, classes, status503, silent, slowestMs, problems } = row;
  const [two, three, four, five] = classes;
  return [
    ...[requests, two, three, four, status503, five - status503, silent].map(String),
    slowestMs.toFixed(0),
    String(problems),
  ];
}

const PROCESS_HEAD = [
  "MB",
  "held early",
  "held late",
  "resident first",
  "in the middle",
  "last",
  "longest stall ms",
];

function add(a: Row, b: Row): Row {
  const classes = [0, 1, 2, 3].map((at) => (a.classes[at] ?? 0) + (b.classes[at] ?? 0));
  const [two = 0, three = 0, four = 0, five = 0] = classes;
  return {
    requests: a.requests + b.requests,
    classes: [two, three, four, five],
    status503: a.status503 + b.status503,
    silent: a.silent + b.silent,
    slowestMs: Math.max(a.slowestMs, b.slowestMs),
    problems: a.problems + b.problems,
  };
}

/** What is held is what a collection leaves; early is the second tenth of the samples, and late the last. */
function processCells(app: "api" | "worker", { samples }: FuzzReport): string[] {
  const { early, late } = judgeMemory(samples.map((sample) => sample[app].heldBytes));
  const resident = [0, Math.floor(samples.length / 2), samples.length - 1];
  const stall = Math.max(...samples.map((sample) => sample[app].stallMs));
  return [
    `the ${app}`,
    mb(early),
    mb(late),
    ...resident.map((at) => mb(samples[at]?.[app].residentBytes ?? 0)),
    stall.toFixed(0),
  ];
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Makes the same requests again. */
function commandOf(backend: BackendName, { seed, route }: Pick<Options, "seed" | "route">): string {
  const only = route === undefined ? "" : ` --route "${route}"`;
  return `npm run fuzz -- --backend ${backend} --seed ${seed}${only}`;
}

function describeFindings(command: string, { findings }: FuzzReport): string[] {
  if (findings.length === 0) return ["Nothing is wrong."];
  return findings.flatMap(({ what, where, count, number, file, detail }) => [
    `WRONG ${where === "" ? "" : `${where}: `}${what} (${count} times)`,
    ...(detail === "" ? [] : [`  ${detail}`]),
    ...(number === undefined ? [] : [`  again: ${command} --only ${number}`]),
    ...(file === undefined ? [] : [`  its bytes: ${file}`]),
  ]);
}
