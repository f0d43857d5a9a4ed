import { sql } from "kysely";
import type { Problem } from "@onefold/contract";
import type { Database } from "./create-database.ts";

/**
 * The time of the records' database, which all processes of a deployment share. It decides what is stored, dropped,
 * parked or told as an age, whatever the clock of a process's machine says.
 */
export interface DatabaseClock extends AsyncDisposable {
  /** Gives milliseconds since 1970: what the database said a few seconds ago, and counted on since. It asks nobody. */
  now(): number;
  /** Gives how far the clock of this machine is ahead of the database's, in milliseconds. It asks nobody. */
  aheadMs(): number;
  /** Says why this process should take and accept nothing: its own clock differs. It asks nobody. */
  problem(): Problem | undefined;
  /** Gives the same as a list, for `/readyz`. */
  problems(): Promise<Problem[]>;
}

export interface DatabaseClockOptions {
  /** Gives the time of this machine's clock. Default `Date.now`; tests set another one. */
  readonly wall?: (() => number) | undefined;
  /** How often the database is asked, in milliseconds. Default 5,000. */
  readonly everyMs?: number;
  /** Told when a problem comes or goes, at the next time that the database is asked. */
  readonly onChange?: (problem: Problem | undefined) => void;
}

/** Job ids, chunk ids and BullMQ's locks have the time of the process, which may be this far apart. */
const MOST_APART_MS = 60_000;
/** An answer that took longer is too inexact. */
const SLOW_MS = 5_000;
const EVERY_MS = 5_000;

/**
 * Asks the database for its time now and every few seconds. In between the monotonic clock counts on. So a jump of the
 * machine's wall clock is noticed at once, and an answer that doesn't come changes nothing.
 */
export async function startDatabaseClock(
  db: Database,
  { wall = Date.now, everyMs = EVERY_MS, onChange }: DatabaseClockOptions = {},
): Promise<DatabaseClock> {
  /** The database's time minus that of the monotonic clock. */
  let offset = await ask();
  let known: Problem | undefined;
  let asking: Promise<void> | undefined;
  let stopped = false;
  let timer = setTimeout(tick, everyMs);
  tellChange();

  function now(): number {
    return Math.round(performance.now() + offset);
  }

  function aheadMs(): number {
    return Math.round(wall() - now());
  }

  function problem(): Problem | undefined {
    const apart = Math.round(aheadMs() / 1_000);
    if (Math.abs(apart) * 1_000 <= MOST_APART_MS) return undefined;
    return {
      what: `this machine's clock is ${Math.abs(apart)} s ${apart > 0 ? "ahead of" : "behind"} the database's; nothing is taken or accepted meanwhile`,
      fix: "set the time of this machine and of the database's by NTP; this process then goes on by itself",
    };
  }

  /** Asks for the time. The answer is of some moment of the round trip, so its middle is off by at most half of it. */
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
      // The time is counted on until the database answers again.
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
    aheadMs,
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
