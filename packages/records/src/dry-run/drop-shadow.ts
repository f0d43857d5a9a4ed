import type { Identifier } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";

/** How many rows a statement deletes: a million at once take longer than a statement may. */
const DROPPED_AT_ONCE = 10_000;

/** Deletes the copies of a dry run. */
export async function dropShadow(trx: Transaction<Tables>, jobId: string): Promise<void> {
  for (const { records, identifiers } of allEntities)
    for (const table of [identifiers, records]) await dropRows(trx, table, "record_id", jobId);
  await dropRows(trx, "retired_records", "record_id", jobId);
  await dropRows(trx, "merges", "survivor_id", jobId);
}

/**
 * Deletes the copies of a deleted record from the team's dry runs that haven't ended, with what it is a part of there.
 * Rows that come later would else copy it into their receipts. Another record among them is copied anew when it is
 * reached.
 * @param names identifiers by which a dry run may have made the record before there was one
 * @returns whether there were any
 */
export async function dropCopies(
  trx: Transaction<Tables>,
  teamId: string,
  recordIds: readonly string[],
  names: readonly Identifier[] = [],
): Promise<boolean> {
  const { rows: jobs } = await sql<{ job_id: string }>`
    select job_id from jobs
     where team_id = ${teamId} and status is null and options ->> 'dryRun' = 'true'`.execute(trx);
  let dropped = false;
  for (const { job_id: jobId } of jobs) {
    const ids = await copiesOf(trx, jobId, recordIds, names);
    if (ids.length === 0) continue;
    for (const { records, identifiers } of allEntities)
      for (const table of [identifiers, records])
        dropped = (await dropRowsOf(trx, table, "record_id", jobId, ids)) || dropped;
    dropped = (await dropRowsOf(trx, "retired_records", "survivor_id", jobId, ids)) || dropped;
    dropped = (await dropRowsOf(trx, "merges", "survivor_id", jobId, ids)) || dropped;
  }
  return dropped;
}

/** Gives the ids of the copies, and of what they are a part of. */
async function copiesOf(
  trx: Transaction<Tables>,
  jobId: string,
  recordIds: readonly string[],
  names: readonly Identifier[],
): Promise<string[]> {
  const named = rowSet("n", { kind: "id", value: "id" }, names);
  const owners = allEntities.map(
    ({ identifiers }) => sql`
    union
    select i.record_id from ${named} join ${sql.table(identifiers)} i
        on i.team_id = ${jobId} and i.kind = n.kind and i.value = n.value`,
  );
  const { rows } = await sql<{ record_id: string }>`
    select record_id from unnest(${recordIds}::text[]) as record_id
    union
    select survivor_id from retired_records
     where team_id = ${jobId} and record_id = any(${recordIds}) and survivor_id is not null
    ${sql.join(owners, sql``)}`.execute(trx);
  return rows.map((row) => row.record_id);
}

async function dropRowsOf(
  trx: Transaction<Tables>,
  table: string,
  column: "record_id" | "survivor_id",
  jobId: string,
  ids: readonly string[],
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)}
     where team_id = ${jobId} and ${sql.ref(column)} = any(${ids})`.execute(trx);
  return numAffectedRows > 0n;
}

/** Deletes rows by that column, so that no statement passes again what those before it deleted. */
async function dropRows(
  trx: Transaction<Tables>,
  table: string,
  column: "record_id" | "survivor_id",
  jobId: string,
): Promise<void> {
  const key = sql.ref(column);
  for (let after = ""; ;) {
    const { rows } = await sql<{ last: string | null }>`
      with next as (
        select max(key) as last
          from (select ${key} as key from ${sql.table(table)}
                 where team_id = ${jobId} and ${key} > ${after}
                 order by ${key} limit ${DROPPED_AT_ONCE}) as part),
      dropped as (
        delete from ${sql.table(table)}
         where team_id = ${jobId} and ${key} > ${after} and ${key} <= (select last from next))
      select last from next`.execute(trx);
    const last = rows[0]?.last;
    if (typeof last !== "string") return;
    after = last;
  }
}
