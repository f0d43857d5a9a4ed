import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { applyUpsert } from "../upsert/apply-upsert.ts";
import type { Applied, Upsert } from "../upsert/upsert.ts";

/** One request, one transaction. Requests for one person wait for each other, so none fails and is lost. */
export async function commitLocked(db: Database, upsert: Upsert): Promise<Applied> {
  return await db.transaction().execute(async (trx) => {
    await lockIdentifiers(trx, upsert);
    return await applyUpsert(trx, upsert);
  });
}

/** Sorted, so that two requests which share some don't deadlock. */
async function lockIdentifiers(trx: Transaction<Tables>, upsert: Upsert): Promise<void> {
  const keys = upsert.identifiers.map(({ kind, value }) => `${upsert.teamId} ${kind} ${value}`);
  await sql`
    select pg_advisory_xact_lock(hash)
      from (select distinct hashtextextended(key, 0) as hash from unnest(${keys}::text[]) as key order by hash)`.execute(
    trx,
  );
}
