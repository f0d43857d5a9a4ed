import type { Kind } from "../plan-request.ts";

/** What became of the requests of one route and kind. */
export interface Row {
  requests: number;
  /** Answers by the first digit of their status. */
  readonly classes: [number, number, number, number];
  status503: number;
  /** Closed, or left, without an answer. */
  silent: number;
  slowestMs: number;
  problems: number;
}

export interface Tally {
  row(route: string, kind: Kind): Row;
  readonly rows: ReadonlyMap<string, Row>;
}

/** Between route and kind. */
export const SEPARATOR = " | ";

export function emptyRow(): Row {
  return { requests: 0, classes: [0, 0, 0, 0], status503: 0, silent: 0, slowestMs: 0, problems: 0 };
}

export function createTally(): Tally {
  const rows = new Map<string, Row>();
  return {
    rows,
    row(route, kind) {
      const name = `${route}${SEPARATOR}${kind}`;
      const known = rows.get(name);
      if (known) return known;
      const made = emptyRow();
      rows.set(name, made);
      return made;
    },
  };
}
