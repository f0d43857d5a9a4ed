import type { BackendName } from "../options.ts";
import { median } from "./percentile.ts";

/** A column of the table; `neither` is what doesn't depend on where our queue lies. */
export type Column = BackendName | "neither";

/** What is measured, in the order of the table. */
export const FIGURES = {
  bare: "(a) bare Hono handler: answers/s",
  textbookAccepted: "(b) a job per request: accepted/s",
  textbookCommitted: "(b) a job per request: committed/s",
  accepted: "(c) Onefold: accepted/s, workers stopped",
  acceptedBeside: "(c) Onefold: accepted/s, workers running",
  committed: "(c) Onefold: committed/s",
  sync1: "(d) synchronous, 1 connection: requests/s",
  sync1p50: "(d) 1 connection: p50, ms",
  sync1p99: "(d) 1 connection: p99, ms",
  sync1api: "(d) 1 connection: CPU of the API, ms a request",
  sync1worker: "(d) 1 connection: CPU of the worker, ms a request",
  sync1postgres: "(d) 1 connection: CPU of Postgres, ms a request",
  sync1redis: "(d) 1 connection: CPU of Redis, ms a request",
  sync1wal: "(d) 1 connection: write-ahead log, bytes a request",
  sync8: "(d) synchronous, 8 connections: requests/s",
  sync8p50: "(d) 8 connections: p50, ms",
  sync8p99: "(d) 8 connections: p99, ms",
  sync32: "(d) synchronous, 32 connections: requests/s",
  sync32p50: "(d) 32 connections: p50, ms",
  sync32p99: "(d) 32 connections: p99, ms",
  sync128: "(d) synchronous, 128 connections: requests/s",
  sync128p50: "(d) 128 connections: p50, ms",
  sync128p99: "(d) 128 connections: p99, ms",
  sync128api: "(d) 128 connections: CPU of the API, ms a request",
  sync128worker: "(d) 128 connections: CPU of the worker, ms a request",
  sync128postgres: "(d) 128 connections: CPU of Postgres, ms a request",
  sync128redis: "(d) 128 connections: CPU of Redis, ms a request",
  sync128wal: "(d) 128 connections: write-ahead log, bytes a request",
  ceiling: "(e) the ceiling, commitOnce alone: committed/s",
  naive1: "(f) a transaction in the handler, 1 connection: requests/s",
  naive1p50: "(f) 1 connection: p50, ms",
  naive1p99: "(f) 1 connection: p99, ms",
  naive8: "(f) a transaction in the handler, 8 connections: requests/s",
  naive8p50: "(f) 8 connections: p50, ms",
  naive8p99: "(f) 8 connections: p99, ms",
  naive32: "(f) a transaction in the handler, 32 connections: requests/s",
  naive32p50: "(f) 32 connections: p50, ms",
  naive32p99: "(f) 32 connections: p99, ms",
  naive128: "(f) a transaction in the handler, 128 connections: requests/s",
  naive128p50: "(f) 128 connections: p50, ms",
  naive128p99: "(f) 128 connections: p99, ms",
  pgBossAccepted: "(g) pg-boss: accepted/s",
  pgBossCommitted: "(g) pg-boss: committed/s",
  graphileAccepted: "(h) graphile-worker: accepted/s",
  graphileCommitted: "(h) graphile-worker: committed/s",
} as const;

export type Figure = keyof typeof FIGURES;

export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** What the rounds measured. */
export interface Figures {
  add(column: Column, figure: Figure, value: number): void;
  of(column: Column, figure: Figure): Spread | undefined;
}

/** @param log is told each value as it comes */
export function createFigures(log: (line: string) => void): Figures {
  const measured = new Map<string, number[]>();
  return {
    add(column, figure, value) {
      const key = `${column} ${figure}`;
      measured.set(key, [...(measured.get(key) ?? []), value]);
      const place = column === "neither" ? "" : ` on ${column}`;
      log(`${FIGURES[figure]}${place}: ${value.toFixed(value < 100 ? 2 : 0)}`);
    },
    of(column, figure) {
      const values = measured.get(`${column} ${figure}`);
      if (!values) return undefined;
      return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
    },
  };
}
