import type { Entity } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { changeInserts } from "../changes/write-changes.ts";
import type { NewChange } from "../changes/write-changes.ts";
import { runAll } from "../transactions/statement.ts";
import { linkingTo, tablesOf } from "../rows/entity-tables.ts";
import { beginErasure } from "../erasure/begin-erasure.ts";
import { planErasure } from "../erasure/erasure.ts";
import type { RecordName } from "../reads/read-record.ts";
import { forgetAllDifferent } from "../merge/different-records.ts";
import { IS_WRITTEN_TO } from "../unsubscribes/load-unsubscribed.ts";
import { writeTombstones } from "../erasure/write-tombstones.ts";
import { forgetUnsubscribed } from "../unsubscribes/forget-unsubscribed.ts";
import { changeOnce } from "./change-once.ts";
import type { Once, Repeatable } from "./change-once.ts";
import { lockNamed } from "./lock-named.ts";
import type { LockedRecord } from "./lock-named.ts";
import type { NotFound, Operation, TimedOperation } from "./operation.ts";
import { takeClock } from "./take-clock.ts";

export interface DeleteRequest {
  readonly entity: Entity;
  readonly name: RecordName;
  /** Whether a company that contacts are linked to is deleted too. They are then unlinked. */
  readonly force: boolean;
}

export type DeleteOutcome =
  | {
      readonly kind: "deleted";
      readonly recordId: string;
      /** How many contacts were linked to it. It isn't kept, so a repeat doesn't tell it. */
      readonly unlinked?: number;
      /** Set if so many receipts tell of it that the rest of them are stripped later. */
      readonly erasing?: true;
    }
  | NotFound
  | { readonly kind: "has-contacts"; readonly contactCount: number };

/**
 * Erases a record, its identifiers, and what is personal in its receipts and merges, and in what others' receipts quote
 * of it (docs/erasure.md). Tombstones keep an older item from bringing it back.
 */
export async function deleteRecord(
  db: Database,
  operation: Operation,
  { entity, name, force }: DeleteRequest,
): Promise<Once<DeleteOutcome>> {
  return changeOnce(db, operation, deletedAgain, async (trx) => {
    const { teamId } = operation.ref;
    const [record] = await lockNamed(trx, tablesOf(entity), teamId, [name]);
    if (!record) return { kind: "not-found" };
    const { recordId } = record;
    const recordIds = [recordId, ...(await idsMergedInto(trx, record))];
    const contactCount = await countLinked(trx, entity, teamId, recordIds);
    if (contactCount > 0 && !force) return { kind: "has-contacts", contactCount };
    const erasure = await planErasure(trx, operation.ref.jobId, entity, record, recordIds);
    const timed = await takeClock(operation, [record]);
    if (IS_WRITTEN_TO[entity]) await forgetUnsubscribed(trx, record, recordIds);
    await bury(trx, timed, entity, record, recordIds);
    await removeRows(trx, entity, record);
    await retire(trx, timed, entity, recordIds);
    await forgetMerges(trx, teamId, recordIds);
    await forgetAllDifferent(trx, teamId, recordIds);
    const isThrough = await beginErasure(trx, erasure, record.identifiers);
    await runAll(trx, changeInserts([deletionOf(timed, entity, recordIds)]));
    return { kind: "deleted", recordId, unlinked: contactCount, ...(!isThrough && { erasing: true }) };
  });
}

/** The feed tells of it by ids alone. */
function deletionOf(
  { ref, clock, keyId }: TimedOperation,
  entity: Entity,
  [recordId, ...mergedIds]: readonly string[],
): NewChange {
  const more = {
    clock,
    keyId,
    ...(recordId !== undefined && { recordId }),
    ...(mergedIds.length > 0 && { mergedIds }),
  };
  return { teamId: ref.teamId, entry: ["deleted", entity, ref.jobId, ref.row, ref.acceptedAt, more] };
}

/** A delete leaves no receipt, so it is repeated from its id. */
const deletedAgain: Repeatable<DeleteOutcome> = {
  idsOf: (outcome) => (outcome.kind === "deleted" ? [outcome.recordId] : undefined),
  outcomeOf: ([recordId]) => (recordId === undefined ? undefined : { kind: "deleted", recordId }),
};

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

/** Counts the records, of any entity, that are linked to it. */
async function countLinked(
  trx: Transaction<Tables>,
  entity: Entity,
  teamId: string,
  recordIds: readonly string[],
): Promise<number> {
  let count = 0;
  for (const { tables, column } of linkingTo(entity)) {
    const { rows } = await sql<{ count: number }>`
      select count(*) from ${sql.table(tables.records)}
       where team_id = ${teamId} and ${sql.ref(column)} = any(${recordIds})`.execute(trx);
    count += rows[0]?.count ?? 0;
  }
  return count;
}

/** Writes tombstones of what names the record, and of what was removed from it: that was a name of the same person. */
async function bury(
  trx: Transaction<Tables>,
  { clock }: TimedOperation,
  entity: Entity,
  { teamId, identifiers }: LockedRecord,
  recordIds: readonly string[],
): Promise<void> {
  const ids = recordIds.map((value) => ({ kind: "id" as const, value }));
  await writeTombstones(
    trx,
    entity,
    [...identifiers, ...ids].map(({ kind, value }) => ({ teamId, identifier: { kind, value }, clock })),
  );
  await sql`
    update tombstones set record_id = null, erased_clock = ${clock}
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
 * Retires the ids. The links to the record are void from now on, without touching any of them. If nothing can link to
 * it, as to a contact, nothing is kept of its ids.
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
  if (linkingTo(entity).length > 0)
    await sql`
      insert into retired_records (team_id, record_id, clock)
      select ${teamId}, record_id, ${clock} from unnest(${recordIds}::text[]) as record_id`.execute(trx);
}

/** Forgets what merges of it keep for an undo. */
async function forgetMerges(
  trx: Transaction<Tables>,
  teamId: string,
  recordIds: readonly string[],
): Promise<void> {
  await sql`
    update merges set detail = null
     where team_id = ${teamId} and survivor_id = any(${recordIds})`.execute(trx);
}
