import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** Stops where it is, until it is its turn. */
export type Pause = () => Promise<void>;

interface Actor {
  goOn: (() => void) | undefined;
  isDone: boolean;
}

/**
 * Runs all at once, but only one of them between two pauses: the numbers choose whose turn it is. Who waits for a lock of
 * Postgres isn't asked to go on, and does by itself when it has it.
 * @returns what they came to, in their order
 */
export async function interleave<T>(
  db: Database,
  runs: readonly ((pause: Pause) => Promise<T>)[],
  steps: readonly number[],
): Promise<T[]> {
  const actors: Actor[] = runs.map(() => ({ goOn: undefined, isDone: false }));
  const results = runs.map(async (run, index) => {
    const actor = actors[index];
    const pause = () => new Promise<void>((resolve) => actor && (actor.goOn = resolve));
    await pause();
    try {
      return await run(pause);
    } finally {
      if (actor) actor.isDone = true;
    }
  });
  const all = Promise.all(results);
  all.catch(() => {});
  for (let turn = 0; !actors.every(({ isDone }) => isDone); turn++) {
    await untilStill(db, actors);
    const parked = actors.filter(({ goOn }) => goOn !== undefined);
    const chosen = parked[(steps[turn] ?? turn) % Math.max(parked.length, 1)];
    const goOn = chosen?.goOn;
    if (chosen) chosen.goOn = undefined;
    goOn?.();
  }
  return all;
}

/** Each has paused, is through, or waits for a lock. */
async function untilStill(db: Database, actors: readonly Actor[]): Promise<void> {
  for (;;) {
    const running = actors.filter(({ goOn, isDone }) => goOn === undefined && !isDone).length;
    if (running === 0) return;
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if ((rows[0]?.waiting ?? 0) >= running && actors.some(({ goOn }) => goOn !== undefined)) return;
  }
}
