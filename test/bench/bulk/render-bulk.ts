import type { BackendName } from "../options.ts";
import { drawTable } from "../report/draw-table.ts";
import { whole } from "../report/whole.ts";
import type { Ceiling, Ceilings } from "./measure-ceiling.ts";
import type { MeasuredImport, PeakMemory } from "./measure-import.ts";
import type { Percentiles } from "../report/percentile.ts";
import type { Latency } from "./measure-latency.ts";

const MB = 2 ** 20;
const GROWTH_AIM = 1.1;
/** In megabytes. There is none for the command line. */
const MEMORY_AIM: Readonly<Partial<Record<keyof PeakMemory, number>>> = { api: 200, worker: 250 };
/** On Postgres there is none. */
const RATE_AIM = 0.6;
const LATENCY_AIM = 2;
/** Right after an import, of the slowest of a hundred to the middle one. */
const CALM_AIM = 3;
const LATENCY_SAMPLES = 3_000;

const PROCESSES = { api: "API", worker: "worker", cli: "command line" } as const;

/** Rates, counts and memory of the two imports. */
export function renderImports(small: MeasuredImport, large: MeasuredImport): string[] {
  const both = [small, large];
  const row = (what: string, value: (each: MeasuredImport) => string) => [what, ...both.map(value), ""];
  const memory = (name: keyof PeakMemory) => [
    `peak memory of the ${PROCESSES[name]}, MB`,
    ...both.map(({ peak }) => megabytes(peak[name])),
    ratioOf(large.peak[name], small.peak[name]),
  ];
  return [
    ...drawTable([
      ["import", ...both.map(({ rows }) => `${whole(rows)} rows`), "ratio"],
      row("file, MB", (each) => whole(each.megabytes)),
      row("applied", (each) => whole(each.applied)),
      row("rejected", (each) => whole(each.rejected)),
      row("the command, s", (each) => (each.ms / 1_000).toFixed(1)),
      row("rows/s, the command", (each) => whole((each.rows * 1_000) / each.ms)),
      row("rows/s, the job", (each) => whole((each.rows * 1_000) / each.jobMs)),
      memory("api"),
      memory("worker"),
      memory("cli"),
    ]),
    "",
    ...both.map(({ rows, problems }) =>
      problems.length === 0
        ? `Counts and rejects file at ${whole(rows)} rows: exactly as the generator knows them`
        : `WRONG at ${whole(rows)} rows: ${problems.join("; ")}`,
    ),
    ...(["api", "worker", "cli"] as const).map((name) => {
      const [larger, smaller] = [large.peak[name], small.peak[name]];
      const what = `Peak memory of the ${PROCESSES[name]} at ${whole(large.rows)} / ${whole(small.rows)} rows`;
      if (larger === undefined || smaller === undefined) return `${what}: not measured on this system`;
      return judge(what, larger / smaller, GROWTH_AIM, "most");
    }),
    ...(["api", "worker"] as const).flatMap((name) => {
      const [peak, aim] = [large.peak[name], MEMORY_AIM[name]];
      if (peak === undefined || aim === undefined) return [];
      return [judge(`Peak memory of the ${PROCESSES[name]}, MB`, peak / MB, aim, "most")];
    }),
  ];
}

/** The import beside plain SQL, by the rows that both apply. */
export function renderRates(
  imported: MeasuredImport | undefined,
  { records, withReceipts }: Ceilings,
  backend: BackendName,
): string[] {
  const plain = (what: string, ceiling: Ceiling) => {
    const ms = ceiling.copyMs + ceiling.upsertMs;
    return [what, whole(ceiling.rows), (ms / 1_000).toFixed(1), whole((ceiling.rows * 1_000) / ms)];
  };
  const ours = imported
    ? [
        [
          "onefold import",
          whole(imported.applied),
          (imported.ms / 1_000).toFixed(1),
          whole((imported.applied * 1_000) / imported.ms),
        ],
      ]
    : [];
  return [
    ...drawTable([
      ["rate", "rows applied", "s", "rows/s"],
      ...ours,
      plain("COPY and one upsert: contacts, identifiers", records),
      plain("COPY and one upsert: receipts too", withReceipts),
    ]),
    "",
    "Plain SQL gets rows that are validated, in canonical spelling and with ids; it has the same tables and indexes, one transaction, and no locks for others.",
    ...(imported ? judgeRates(imported, { records, withReceipts }, backend) : []),
  ];
}

function judgeRates(
  imported: MeasuredImport,
  { records, withReceipts }: Ceilings,
  backend: BackendName,
): string[] {
  const share = ({ rows, copyMs, upsertMs }: Ceiling) =>
    ((imported.applied / imported.ms) * (copyMs + upsertMs)) / rows;
  const what = "import / ceiling";
  return [
    backend === "redis"
      ? judge(`${what}, ${backend}`, share(records), RATE_AIM, "least")
      : `${what}, ${backend}: ${share(records).toFixed(2)} (no aim)`,
    `${what} with receipts, ${backend}: ${share(withReceipts).toFixed(2)} (no aim)`,
  ];
}

/** Single POSTs, idle and beside an import. */
export function renderLatency(
  { idle, beside, after, rows, importMs, problems }: Latency,
  perSecond: number,
): string[] {
  const line = (what: string, value: (of: Percentiles) => number) => [
    what,
    value(idle).toFixed(1),
    value(beside).toFixed(1),
    (value(beside) / value(idle)).toFixed(2),
    value(after).toFixed(1),
  ];
  const few = Math.min(idle.samples, beside.samples, after.samples) < LATENCY_SAMPLES;
  return [
    ...drawTable([
      [`single POSTs, ${perSecond}/s`, "idle", "beside an import", "ratio", "right after it"],
      ["samples", whole(idle.samples), whole(beside.samples), "", whole(after.samples)],
      line("p50, ms", ({ p50 }) => p50),
      line("p95, ms", ({ p95 }) => p95),
      line("p99, ms", ({ p99 }) => p99),
      line("longest, ms", ({ max }) => max),
    ]),
    "",
    `The import beside them: ${whole(rows)} rows, ${whole((rows * 1_000) / importMs)} rows/s. Each POST is sent when it is due, and measured from then.`,
    judge("p99 beside an import / idle", beside.p99 / idle.p99, LATENCY_AIM, "most"),
    judge("p99 / p50 right after an import", after.p99 / after.p50, CALM_AIM, "most"),
    ...(few ? [`Fewer than ${whole(LATENCY_SAMPLES)} samples.`] : []),
    ...problems.map((problem) => `WRONG: ${problem}`),
  ];
}

function judge(what: string, value: number, aim: number, bound: "least" | "most"): string {
  const isMet = bound === "least" ? value >= aim : value <= aim;
  return `${what}: ${value.toFixed(2)} (aim at ${bound} ${aim}: ${isMet ? "met" : "NOT met"})`;
}

function ratioOf(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? "" : (a / b).toFixed(2);
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "" : whole(bytes / MB);
}
