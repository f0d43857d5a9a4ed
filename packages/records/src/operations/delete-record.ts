import type { Entity } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { tablesOf } from "../entity-tables.ts";
import type { RecordName } from "../read-record.ts";
import { writeTombstones } from "../write-tombstones.ts";
import { changeRecords } from "./change-records.ts";
import { lockNamed } from "./lock-named.ts";
import type { LockedRecord } from "./lock-named.ts";
import type { NotFound, Operation, TimedOperation } from "./operation.ts";
import { takeClock } from "./take-clock.ts";

export interface DeleteRequest {
  readonly entity: Entity;
  readonly name: RecordName;
  /** A company that contacts are linked to is deleted too, and they are unlinked. */
  readonly force: boolean;
}

export type DeleteOutcome =
  | { readonly kind: "deleted"; readonly recordId: string }
  | NotFound
  | { readonly kind: "has-contacts"; readonly contactCount: number };

/**
 * Erases a record, its identifiers, and what is personal in its receipts and merges (DESIGN.md, "Delete").
 * Tombstones keep an older item from bringing it back.
 */
export async function deleteRecord(
  db: Database,
  operation: Operation,
  { entity, name, force }: DeleteRequest,
): Promise<DeleteOutcome> {
  return changeRecords(db, operation, async (trx) => {
    const { teamId } = operation.ref;
    const [record] = await lockNamed(trx, tablesOf(entity), teamId, [name]);
    if (!record) return { kind: "not-found" };
    const { recordId } = record;
    const recordIds = [recordId, ...(await idsMergedInto(trx, record))];
    if (entity === "company" && !force) {
      const contactCount = await countContacts(trx, teamId, recordIds);
      if (contactCount > 0) return { kind: "has-contacts", contactCount };
    }
    const timed = await takeClock(operation, [record]);
    await bury(trx, timed, entity, record, recordIds);
    await removeRows(trx, entity, record);
    await retire(trx, timed, entity, recordIds);
    await strip(trx, teamId, recordIds);
    await stripRejectedRows(trx, record);
    return { kind: "deleted", recordId };
  });
}

async function idsMergedInto(
  trx: Transaction<Tables>,
  { teamId, recordId }: LockedRecord,
): Promise<string[]> {
  const rows = await trx
    .selectFrom("retired_records")
    .select("record_id")
    .where("team_id", "=", teamId)
    .where("survivor_id", "=", recordId)
    .execute();
  return rows.map((row) => row.record_id);
}

async function countContacts(
  trx: Transaction<Tables>,
  teamId: string,
  companyIds: readonly string[],
): Promise<number> {
  const row = await trx
    .selectFrom("contacts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("team_id", "=", teamId)
    .where("company_id", "in", companyIds)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** What names the record, and what was removed from it: that was a name of the same person. */
async function bury(
  trx: Transaction<Tables>,
  { clock }: TimedOperation,
  entity: Entity,
  { teamId, identifiers }: LockedRecord,
  recordIds: readonly string[],
): Promise<void> {
  await writeTombstones(
    trx,
    entity,
    identifiers.map(({ kind, value }) => ({ teamId, identifier: { kind, value }, clock })),
  );
  await sql`
    update tombstones set record_id = null, clock = greatest(clock, ${clock})
     where team_id = ${teamId} and record_id = any(${recordIds})`.execute(trx);
}

async function removeRows(
  trx: Transaction<Tables>,
  entity: Entity,
  { teamId, recordId }: LockedRecord,
): Promise<void> {
  const { records, identifiers } = tablesOf(entity);
  for (const table of [identifiers, records])
    await sql`
      delete from ${sql.table(table)} where team_id = ${teamId} and record_id = ${recordId}`.execute(trx);
}

/**
 * The links of a company's contacts are void from now on, without touching any of them. Nothing links to a
 * contact, so nothing is kept of its ids.
 */
async function retire(
  trx: Transaction<Tables>,
  { ref, clock }: TimedOperation,
  entity: Entity,
  recordIds: readonly string[],
): Promise<void> {
  const { teamId } = ref;
  await sql`
    delete from retired_records where team_id = ${teamId} and record_id = any(${recordIds})`.execute(trx);
  if (entity === "company")
    await sql`
      insert into retired_records (team_id, record_id, clock)
      select ${teamId}, record_id, ${clock} from unnest(${recordIds}::text[]) as record_id`.execute(trx);
}

/** Jobs still say that they ended, and how; nothing else of them is kept. */
async function strip(trx: Transaction<Tables>, teamId: string, recordIds: readonly string[]): Promise<void> {
  await stripReceipts(trx, sql`team_id = ${teamId} and record_id = any(${recordIds})`);
  // While it was part of another record, that one's receipts told of it.
  await stripReceipts(
    trx,
    sql`exists (
      select from merges m
       where m.team_id = ${teamId} and m.restored_ids && ${recordIds} and m.undone_clock is not null
         and receipts.team_id = m.team_id and receipts.record_id = m.survivor_id
         and receipts.clock between m.clock and m.undone_clock)`,
  );
  await sql`
    update merges set detail = null
     where team_id = ${teamId} and survivor_id = any(${recordIds})`.execute(trx);
}

async function stripReceipts(trx: Transaction<Tables>, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    update receipts
       set result = json_strip_nulls(json_build_object(
             'outcome', 'erased', 'applied', result ->> 'outcome', 'action', result ->> 'action'))
     where ${which} and result ->> 'outcome' <> 'erased'`.execute(trx);
}

/**
 * Rows of batches that were rejected reached no record, but keep what they gave, to be mended: found by the text
 * of what named the person, in any case.
 */
async function stripRejectedRows(
  trx: Transaction<Tables>,
  { teamId, identifiers }: LockedRecord,
): Promise<void> {
  // Whole names: /in/jane is not /in/janet, nor is jane@example.com a part of mary-jane@example.com.
  const patterns = identifiers.map(({ value }) => {
    const name = value.replace("https://www.linkedin.com", "").toLowerCase();
    const start = name.startsWith("/") ? "" : "(^|[^a-z0-9._%+-])";
    return `${start}${name.replaceAll(/[!-/:-@[-`{-~]/g, "\\$&")}(?![.]?[a-z0-9_%-])`;
  });
  await sql`
    update receipts
       set result = json_build_object('outcome', 'rejected', 'code', result ->> 'code', 'message', ${GONE}::text)
     where team_id = ${teamId} and record_id is null
       and lower(result ->> 'input') ~ any(${patterns})`.execute(trx);
}

const GONE = "The row named somebody who was deleted since, so nothing of it is kept.";
