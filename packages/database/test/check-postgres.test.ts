import { checkPostgres, createDatabase, workerSessionName } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { startPostgres } from "../../../test/support/start-postgres.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

test(
  "the lock table must have room for the locks of all workers, whatever database they are in",
  THOROUGH,
  async () => {
    // The test has a server of its own, as the locks of the whole server are counted.
    await using postgres = await startPostgres();
    await using owned = new AsyncDisposableStack();
    const connect = async (url: string, locks: number) => {
      const applicationName = workerSessionName(locks);
      const db = owned.adopt(createDatabase({ url, max: 2, applicationName }), (each) => each.destroy());
      // Two sessions of one worker are one worker.
      await Promise.all([1, 2].map(() => sql`select pg_sleep(0.1)`.execute(db)));
      return db;
    };
    const [url, other] = [await postgres.createDatabase(), await postgres.createDatabase()];
    const need = { durability: "strict", locksHeld: 30_000 } as const;
    const db = await connect(url, need.locksHeld);
    const half = await halfOfTheTable();
    expect(half).toBeGreaterThan(need.locksHeld);
    expect(await checkPostgres(db, need)).toEqual([]);

    await connect(other, 30_000);
    expect(await checkPostgres(db, need)).toEqual([
      {
        what: `Postgres has ${2 * half} lock slots and the 2 workers together may hold 60000, more than half of them`,
        fix: expect.stringContaining("max_locks_per_transaction"),
      },
    ]);
    // A process that takes no locks needs no room for them.
    expect(await checkPostgres(db, { durability: "strict" })).toEqual([]);

    async function halfOfTheTable(): Promise<number> {
      const { rows } = await sql<{ slots: number }>`
      select current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int as slots
    `.execute(db);
      return (rows[0]?.slots ?? 0) / 2;
    }
  },
);
