import type { Bench } from "../bench.ts";
import type { BackendName } from "../options.ts";
import { MIXES } from "../mixes.ts";
import { ROW_SHAPE } from "../rows.ts";
import { judgeAims } from "./aims.ts";
import type { JudgedAim } from "./aims.ts";
import { describeMachine } from "./machine.ts";
import { rowsOf } from "./table.ts";
import type { FigureRow } from "./table.ts";

/** All that a bench found, as `--json` writes it. */
export interface Report {
  readonly measuredAt: string;
  /** On what, and how, in sentences. */
  readonly conditions: readonly string[];
  readonly backends: readonly BackendName[];
  readonly figures: readonly FigureRow[];
  readonly aims: readonly JudgedAim[];
}

export async function createReport({ options, figures, stores }: Bench): Promise<Report> {
  const { backends, rounds, seconds, connections, workers, postgresDelay } = options;
  return {
    measuredAt: new Date().toISOString(),
    conditions: [
      ...(await describeMachine(stores)),
      `Rows: ${ROW_SHAPE}; ${MIXES[stores.mix]}. Same tables, indexes and people for all; fsync on, appendfsync always.`,
      `Load: ${connections} kept connections, one request at a time on each, ${seconds} s; in (d) and (f) as many as they say, ${seconds / 2} s. Everything shares the cores, the load generator too.`,
      "In (b), (g) and (h) one API process and one worker process, at the best of a few settings; in (f) one process with 10 connections.",
      `Onefold: one API process, ${workers} worker process(es)${postgresDelay > 0 ? `, ${postgresDelay} ms from Postgres` : ""}. Medians of ${rounds} interleaved rounds (lowest-highest).`,
    ],
    backends,
    figures: rowsOf(figures, backends),
    aims: judgeAims(figures, backends),
  };
}
