import { sql } from "kysely";
import type { Problem } from "@onefold/contract";
import type { Database } from "./create-database.ts";

/**
 * The time of the records' database, which all processes of a deployment have in common: what is stored, dropped,
 * parked or told as an age goes by it, whatever the machine of a process takes for now.
 */
export interface DatabaseClock extends AsyncDisposable {
  /** Milliseconds since 1970, as the database told it a few seconds ago and counted on since. Asks nobody. */
  now(): number;
  /** Why this process should take and accept nothing: its own clock says something else. Asks nobody. */
  problem(): Problem | undefined;
  /** The same as a list, for `/readyz`. */
  problems(): Promise<Problem[]>;
}

export interface DatabaseClockOptions {
  /** What this machine takes for now. Default `Date.now`; another one in tests. */
  readonly wall?: (() => number) | undefined;
  /** How often the database is asked. Default 5,000. */
  readonly everyMs?: number;
  /** Told when a problem comes or goes, at the next time that the database is asked. */
  readonly onChange?: (problem: Problem | undefined) => void;
}

/** Job ids, chunk ids and BullMQ's locks carry the time of the process: so far apart they may be. */
const MOST_APART_MS = 60_000;
/** An answer that took longer says too little. */
const SLOW_MS = 5_000;
const EVERY_MS = 5_000;

/**
 * Asks the database for its time now and every few seconds. In between the monotonic clock counts on, so a jump of
 * the machine's wall clock is noticed at once, and an answer that doesn't come changes nothing.
 */
export async function startDatabaseClock(
  db: Database,
  { wall = Date.now, everyMs = EVERY_MS, onChange }: DatabaseClockOptions = {},
): Promise<DatabaseClock> {
  /** The database's time less that of the monotonic clock. */
  let offset = await ask();
  let known: Problem | undefined;
  let asking: Promise<void> | undefined;
  let stopped = false;
  let timer = setTimeout(tick, everyMs);
  tellChange();

  function now(): number {
    return Math.round(performance.now() + offset);
  }

  function problem(): Problem | undefined {
    const apart = Math.round((wall() - now()) / 1_000);
    if (Math.abs(apart) * 1_000 <= MOST_APART_MS) return undefined;
    return {
      what: `this machine's clock is ${Math.abs(apart)} s ${apart > 0 ? "ahead of" : "behind"} the database's; nothing is taken or accepted meanwhile`,
      fix: "set the time of this machine and of the database's by NTP; this process then goes on by itself",
    };
  }

  /** The answer speaks of some moment of the round trip: its middle is at most half of it off. */
  async function ask(): Promise<number> {
    const before = performance.now();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
    const after = performance.now();
    if (after - before > SLOW_MS) throw new Error("the database told its time too slowly");
    return (rows[0]?.ms ?? Number.NaN) - (before + after) / 2;
  }

  function tick(): void {
    asking = ask()
      .then((asked) => void (offset = asked))
      // Counted on until it answers again.
      .catch(() => undefined)
      .then(() => {
        if (stopped) return;
        tellChange();
        timer = setTimeout(tick, everyMs);
      });
  }

  function tellChange(): void {
    const found = problem();
    if ((found === undefined) !== (known === undefined)) onChange?.(found);
    known = found;
  }

  return {
    now,
    problem,
    problems() {
      const found = problem();
      return Promise.resolve(found ? [found] : []);
    },
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(timer);
      await asking;
    },
  };
}
