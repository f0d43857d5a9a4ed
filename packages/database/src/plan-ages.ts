/** When a session's plans are too old to be kept: after a while, or sooner where much was written meanwhile. */
const MOST_MS = 10_000;
const BUSY = { ms: 500, rows: 1_000 };

/** Says when the sessions of this process are to make their plans anew. */
export interface PlanAges {
  /** Notes that a session is about to be used. Gives whether its plans are too old: they count as made now then. */
  isDue(session: object): boolean;
  /** Notes that so many rows were written, by any session. */
  noteWritten(rows: number): void;
}

/**
 * A plan that is kept was made for the tables as they were. Where one of them was empty then, or had a few rows, all of
 * its indexes look the same to Postgres: it may have chosen to read all of a team's rows for each key, and keeps to that
 * while the table grows, until autovacuum looks at it after a minute or more. (Measured: the first import of a new
 * deployment stood still for 75 seconds at 65,000 rows.) To make the plans of a commit anew takes 1.4 ms.
 * @param now milliseconds by a monotonic clock
 */
export function createPlanAges(now = () => performance.now()): PlanAges {
  const made = new WeakMap<object, { readonly at: number; readonly written: number }>();
  let written = 0;

  return {
    isDue(session) {
      const at = now();
      const last = made.get(session);
      const age = last ? at - last.at : 0;
      const isBusy = last !== undefined && written - last.written >= BUSY.rows;
      const isDue = age >= (isBusy ? BUSY.ms : MOST_MS);
      if (!last || isDue) made.set(session, { at, written });
      return isDue;
    },
    noteWritten(rows) {
      written += rows;
    },
  };
}
