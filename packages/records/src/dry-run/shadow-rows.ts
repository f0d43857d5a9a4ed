import type { Entity, Identifier, Item, ItemResult } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { allEntities, tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { ID, jsonRows } from "../rows/json-rows.ts";
import { hashKey32, linkKeysOf, lockKeysOf } from "../commit/lock-identifiers.ts";
import { LINK_KINDS } from "../commit/resolve-links.ts";

/**
 * A dry run of many rows works on copies: the records that its rows reach are copied under the job's id as if
 * that were a team, and everything goes on there as it would in the team itself. So each row sees what the
 * rows before it did, and nobody else does. Gone when the job ends (`dropShadow`).
 */
export function shadowed(item: Item): Item {
  if (!item.upsert.dryRun) return item;
  return { ...item, ref: { ...item.ref, teamId: item.ref.jobId } };
}

/**
 * What must be locked for an item, as numbers: two items that have one in common can't be committed at the same
 * time. All batches of a dry run share one, so that each sees the copies of the others.
 */
export function locksOf(item: Item): number[] {
  const { ref, upsert } = shadowed(item);
  const keys = lockKeysOf(ref.teamId, upsert);
  return (upsert.dryRun ? [...keys, `${ref.jobId} shadow`] : keys).map(hashKey32);
}

/** Locks of the company that a contact names: not taken, but what is to be written under them goes before it. */
export function linkLocksOf(item: Item): number[] {
  const { ref, upsert } = shadowed(item);
  return linkKeysOf(ref.teamId, upsert).map(hashKey32);
}

/** A result as the team itself would have had it. */
export function unshadowed(item: Item, result: ItemResult): ItemResult {
  if (!item.upsert.dryRun || result.outcome === "rejected") return result;
  return { ...result, dryRun: true, record: { ...result.record, teamId: item.ref.teamId } };
}

/** Copies what the rows reach and is not copied yet. What was changed in the copies stays as it is there. */
export async function copyToShadow(trx: Transaction<Tables>, items: readonly Item[]): Promise<void> {
  const dry = items.filter(({ upsert }) => upsert.dryRun);
  for (const tables of allEntities) {
    const names = dry.flatMap((item) => namesIn(item, tables.definition.entity));
    if (names.length > 0) await copyRecords(trx, tables, names);
  }
}

interface Name {
  readonly team_id: string;
  readonly shadow_id: string;
  readonly kind?: Identifier["kind"];
  readonly value?: string;
  readonly record_id?: string;
}

/** The records of that entity that a row names, as the one to update or as the company to link. */
function namesIn({ ref, upsert }: Item, entity: Entity): Name[] {
  const at = { team_id: ref.teamId, shadow_id: ref.jobId };
  const names: Name[] = [];
  if (upsert.entity === entity) {
    for (const { kind, value } of upsert.identifiers) names.push({ ...at, kind, value });
    for (const value of upsert.aliases ?? []) names.push({ ...at, kind: "email", value });
    if (upsert.recordId !== undefined) names.push({ ...at, record_id: upsert.recordId });
  }
  if (upsert.company && entity === "company") {
    const { field, value } = upsert.company;
    names.push(
      field === "companyId" ? { ...at, record_id: value } : { ...at, kind: LINK_KINDS[field], value },
    );
  }
  return names;
}

const NAME_COLUMNS = `team_id ${ID}, shadow_id ${ID}, kind ${ID}, value ${ID}, record_id ${ID}`;

async function copyRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  names: readonly Name[],
): Promise<void> {
  const { records, identifiers } = tables;
  // An identifier that a copy has is answered there; one that is not there yet is as the team has it.
  const { rows } = await sql<{ team_id: string; shadow_id: string; record_id: string }>`
    with names as (select * from ${jsonRows("n", NAME_COLUMNS, names)}),
    reached as (
      select n.team_id, n.shadow_id, i.record_id
        from names n join ${sql.table(identifiers)} i
          on i.team_id = n.team_id and i.kind = n.kind and i.value = n.value
       where not exists (
             select from ${sql.table(identifiers)} s
              where s.team_id = n.shadow_id and s.kind = n.kind and s.value = n.value)
      union
      select n.team_id, n.shadow_id, coalesce(t.survivor_id, n.record_id)
        from names n left join retired_records t on t.team_id = n.team_id and t.record_id = n.record_id
       where n.record_id is not null)
    select r.team_id, r.shadow_id, r.record_id from reached r
     where not exists (
             select from ${sql.table(records)} s where s.team_id = r.shadow_id and s.record_id = r.record_id)
       and not exists (
             select from retired_records s where s.team_id = r.shadow_id and s.record_id = r.record_id)
  `.execute(trx);
  if (rows.length === 0) return;
  const reached = jsonRows("n", `team_id ${ID}, shadow_id ${ID}, record_id ${ID}`, rows);
  const columns = sql.raw(
    "fields, stamps, source, created_by, created_clock, updated_clock, name_key" +
      (tables.definition.entity === "contact" ? ", last_name_key" : ""),
  );
  // In one statement, which sees one state of all: an identifier whose record went away, or came back, in between
  // would have none among the copies, and its rows would wait for ever.
  await sql`
    with reached as (
      select n.team_id, n.shadow_id, n.record_id from ${reached} join ${sql.table(records)} r
          on r.team_id = n.team_id and r.record_id = n.record_id),
    copied as (
      insert into ${sql.table(records)} (team_id, record_id, ${columns})
      select n.shadow_id, r.record_id, ${columns} from reached n join ${sql.table(records)} r
          on r.team_id = n.team_id and r.record_id = n.record_id
      on conflict do nothing),
    named as (
      insert into ${sql.table(identifiers)} (team_id, kind, value, record_id, clock)
      select n.shadow_id, i.kind, i.value, i.record_id, i.clock from reached n join ${sql.table(identifiers)} i
          on i.team_id = n.team_id and i.record_id = n.record_id
      on conflict do nothing)
    insert into retired_records (team_id, record_id, parent_id, survivor_id, clock)
    select n.shadow_id, t.record_id, t.parent_id, t.survivor_id, t.clock
      from reached n join retired_records t on t.team_id = n.team_id and t.survivor_id = n.record_id
    on conflict do nothing`.execute(trx);
}

/** Rows that a statement deletes: a million at once take longer than a statement may. */
const DROPPED_AT_ONCE = 10_000;

/** Deletes the copies of a dry run. */
export async function dropShadow(trx: Transaction<Tables>, jobId: string): Promise<void> {
  const tables = ["contact", "company"] as const;
  for (const { records, identifiers } of tables.map(tablesOf))
    for (const table of [identifiers, records]) await dropRows(trx, table, "record_id", jobId);
  await dropRows(trx, "retired_records", "record_id", jobId);
  await dropRows(trx, "merges", "survivor_id", jobId);
}

/**
 * Deletes the copies of a deleted record from the team's dry runs that haven't ended, with what it is a part of there:
 * rows that come later would copy it into their receipts. Another record among them is copied anew when it is reached.
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

/** Their ids, and those of what they are a part of. */
async function copiesOf(
  trx: Transaction<Tables>,
  jobId: string,
  recordIds: readonly string[],
  names: readonly Identifier[],
): Promise<string[]> {
  const named = jsonRows("n", `kind ${ID}, value ${ID}`, names);
  const { rows } = await sql<{ record_id: string }>`
    select record_id from unnest(${recordIds}::text[]) as record_id
    union
    select survivor_id from retired_records
     where team_id = ${jobId} and record_id = any(${recordIds}) and survivor_id is not null
    union
    select i.record_id from ${named} join contact_identifiers i
        on i.team_id = ${jobId} and i.kind = n.kind and i.value = n.value
    union
    select i.record_id from ${named} join company_identifiers i
        on i.team_id = ${jobId} and i.kind = n.kind and i.value = n.value`.execute(trx);
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

/** By that column, so that no statement passes again what those before it deleted. */
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
