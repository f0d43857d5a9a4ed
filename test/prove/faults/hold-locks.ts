import { setTimeout as delay } from "node:timers/promises";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import { BACKENDS } from "../deployment/options.ts";
import type { Random } from "../random.ts";
import { between } from "./choose.ts";
import type { Fault } from "./fault.ts";

const HELD_MS = [300, 6_000] as const;

/** What somebody with a psql may do while the service is at work. */
const TABLES = [
  sql`lock table contacts in exclusive mode`,
  sql`lock table contact_identifiers in share row exclusive mode`,
  sql`lock table receipts in access exclusive mode`,
  sql`lock table jobs in exclusive mode`,
] as const;

/** Locks that an outsider holds for seconds: on tables, on people's rows, and on identifiers. */
export const lockFaults: readonly Fault[] = [
  holdLocks("a lock on a table held by an outsider", async (db, random) => {
    await random.pick<RawBuilder<unknown>>(TABLES).execute(db);
  }),
  holdLocks("locks on rows held by an outsider", async (db, random) => {
    await sql`select from contacts order by record_id desc limit ${between(1, 100, random)} for update`.execute(
      db,
    );
  }),
  holdLocks("locks on identifiers held by an outsider", async (db) => {
    for (const { space, key } of await locksInUse(db))
      await sql`select pg_advisory_xact_lock(${space}::int, ${key}::int)`.execute(db);
  }),
];

function holdLocks(name: string, lock: (trx: Kysely<Tables>, random: Random) => Promise<void>): Fault {
  return {
    name,
    backends: BACKENDS,
    // Who takes rows in an order of his own may wait in a circle with those who work.
    allows: { deadlocks: true },
    async inject({ databaseUrl }, random, signal) {
      await withDatabase(databaseUrl, (db) =>
        db.transaction().execute(async (trx) => {
          await lock(trx, random);
          await delay(between(...HELD_MS, random), undefined, { signal });
        }),
      );
      return 1;
    },
  };
}

const LOOKS = 100;
const LOOK_MS = 10;

/** Those that somebody has just now, since people whom somebody writes are written again. */
async function locksInUse(db: Kysely<Tables>): Promise<{ space: number; key: number }[]> {
  const found = new Map<string, { space: number; key: number }>();
  for (let look = 0; look < LOOKS && found.size < 5; look++) {
    const { rows } = await sql<{ space: number; key: number }>`
      select classid::bigint::bit(32)::int as space, objid::bigint::bit(32)::int as key from pg_locks
      where locktype = 'advisory' and objsubid = 2 and granted limit 5`.execute(db);
    for (const row of rows) found.set(`${row.space} ${row.key}`, row);
    await delay(LOOK_MS);
  }
  // In the order in which the service takes them.
  return [...found.values()].toSorted((a, b) => a.key - b.key);
}
