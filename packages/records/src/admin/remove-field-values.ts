import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import type { Entity } from "@onefold/contract";
import type { MergeDetail } from "../merge/merge-detail.ts";
import { inRounds } from "../transactions/in-rounds.ts";
import type { Stoppable } from "../transactions/stoppable.ts";
import { takeFirst } from "../transactions/take-first.ts";
import type { Step } from "../transactions/in-rounds.ts";

/** How many records, or merges, one transaction looks at. */
const LOOKED_AT_ONCE = 2_000;
const MERGES_AT_ONCE = 100;

/**
 * Goes on removing the values of custom fields that were taken out. It goes in rounds over the team's records and what
 * its merges keep, since a commit that was under way when the field went may have written one more value. Every worker
 * does this again and again. If no field is open, it costs a look into an empty index.
 * @returns how many fields it finished
 */
export async function removeFieldValues(db: Database, stoppable: Stoppable = {}): Promise<number> {
  return await inRounds(db, goOn, stoppable);
}

interface OpenField {
  readonly team_id: string;
  readonly entity: Entity;
  readonly name: string;
  readonly position: string | null;
  readonly changed: boolean;
}

async function goOn(trx: Transaction<Tables>): Promise<Step> {
  const field = await takeFirst<OpenField>(trx, (isOpen, limit) => ({
    keys: sql`
      select team_id, entity, name from deleted_fields
       where removed_at is null and ${isOpen} order by position is not null, deleted_at ${limit}`,
    take: ({ team_id, entity, name }) => sql`
      select team_id, entity, name, position, changed from deleted_fields
       where team_id = ${team_id} and entity = ${entity} and name = ${name}
         and removed_at is null and ${isOpen} for update skip locked`,
  }));
  if (!field) return "nothing";
  const { changed, next } = await removeSome(trx, field);
  const changedBefore = field.position !== null && field.changed;
  const isThrough = next === undefined && !changed && !changedBefore;
  await sql`
    update deleted_fields
       set position = ${next ?? null}, changed = ${next !== undefined && (changed || changedBefore)}
           ${changed ? sql`, since = pg_current_xact_id()` : sql``}
           ${isThrough ? sql`, removed_at = statement_timestamp()` : sql``}
     where team_id = ${field.team_id} and entity = ${field.entity} and name = ${field.name}`.execute(trx);
  return isThrough ? "last" : "part";
}

interface Removed {
  readonly changed: boolean;
  readonly next?: string;
}

/**
 * A round's position is a record's id. After the records it is this word and a merge's job and row, as all merges of an
 * upload have one job.
 */
const MERGES = "merges ";

async function removeSome(trx: Transaction<Tables>, field: OpenField): Promise<Removed> {
  const { position } = field;
  if (position?.startsWith(MERGES)) return await removeFromMerges(trx, field, position.slice(MERGES.length));
  return await removeFromRecords(trx, field, position ?? "");
}

async function removeFromRecords(
  trx: Transaction<Tables>,
  { team_id: teamId, entity, name }: OpenField,
  after: string,
): Promise<Removed> {
  const records = sql.table(tablesOf(entity).records);
  const { rows } = await sql<{ last: string | null; looked: number; ids: string[] | null }>`
    select max(record_id) as last, count(*)::int as looked, array_agg(record_id) filter (where has_it) as ids
      from (select record_id, fields ? ${name} or stamps ? ${name} as has_it from ${records}
             where team_id = ${teamId} and record_id > ${after}
             order by record_id limit ${LOOKED_AT_ONCE}) as part`.execute(trx);
  const [part] = rows;
  const ids = part?.ids ?? [];
  if (ids.length > 0) {
    // The records are locked in the order in which commits lock them.
    await sql`
      select from ${records} where team_id = ${teamId} and record_id = any(${ids})
       order by record_id for update`.execute(trx);
    await sql`
      update ${records} set fields = fields - ${name}::text, stamps = stamps - ${name}::text
       where team_id = ${teamId} and record_id = any(${ids})`.execute(trx);
  }
  const isLast = (part?.looked ?? 0) < LOOKED_AT_ONCE;
  return { changed: ids.length > 0, next: isLast ? MERGES : (part?.last ?? MERGES) };
}

/** Removes the values that merges keep for an undo. */
async function removeFromMerges(
  trx: Transaction<Tables>,
  { team_id: teamId, entity, name }: OpenField,
  after: string,
): Promise<Removed> {
  const [afterJob = "", afterRow = -1] = after === "" ? [] : after.split(" ");
  const { rows } = await sql<{ job_id: string; row: number; has_it: boolean; detail: MergeDetail | null }>`
    select m.job_id, m."row", has_it, case when has_it then m.detail end as detail
      from merges m, lateral (
           select m.entity = ${entity} and position(to_json(${name}::text)::text in m.detail::text) > 0 as has_it)
     where m.team_id = ${teamId} and (m.job_id, m."row") > (${afterJob}, ${Number(afterRow)}::int)
     order by m.job_id, m."row" limit ${MERGES_AT_ONCE}`.execute(trx);
  let changed = false;
  for (const { job_id, row, detail } of rows) {
    if (!detail || !removeFromDetail(detail, name)) continue;
    changed = true;
    await sql`
      update merges set detail = ${JSON.stringify(detail)}::json
       where team_id = ${teamId} and job_id = ${job_id} and "row" = ${row} and detail is not null`.execute(
      trx,
    );
  }
  const last = rows.length === MERGES_AT_ONCE ? rows.at(-1) : undefined;
  return { changed, ...(last && { next: `${MERGES}${last.job_id} ${last.row}` }) };
}

/**
 * Drops values of fields that were taken out from what a merge keeps. An undo calls it, so that it doesn't put them
 * back where the round has passed already.
 */
export async function dropDeletedFields(
  trx: Transaction<Tables>,
  teamId: string,
  entity: Entity,
  detail: MergeDetail,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from deleted_fields
     where team_id = ${teamId} and entity = ${entity} and removed_at is null`.execute(trx);
  for (const { name } of rows) removeFromDetail(detail, name);
}

/** @returns whether it had the field */
function removeFromDetail(detail: MergeDetail, name: string): boolean {
  const parts: Record<string, unknown>[] = [
    detail.merged.stamps,
    ...[detail.restored, ...detail.secondaries.map(({ row }) => row)].flatMap(({ fields, stamps }) => [
      fields,
      stamps,
    ]),
  ];
  const having = parts.filter((part) => Object.hasOwn(part, name));
  for (const part of having) delete part[name];
  return having.length > 0;
}
