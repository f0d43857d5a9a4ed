import type { Entity } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import {
  changesBetween,
  CONSENT,
  stampOf,
  undoAdoption,
  withConsent,
  withJobStamps,
  withOwnPrimaries,
} from "@onefold/identity";
import type { MergeTrace, RecordState, Undone } from "@onefold/identity";
import { withListed } from "../commit/fold-consent.ts";
import { asRecordUndo } from "../commit/told-changes.ts";
import { moveTombstones } from "../erasure/move-tombstones.ts";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { dropDeletedFields } from "../admin/remove-field-values.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import { divide, isNameless } from "./divide-identifiers.ts";
import type { Division } from "./divide-identifiers.ts";
import { noteDifferent } from "./different-records.ts";
import type { MergeDetail } from "./merge-detail.ts";
import { rowOfState, stateOfRow } from "../rows/record-row.ts";
import { stampsOfColumns } from "../rows/stamp-columns.ts";
import { recordInserts, recordUpdates } from "../commit/record-writes.ts";
import { changeOnce } from "../operations/change-once.ts";
import type { Once, Repeatable } from "../operations/change-once.ts";
import { leaveReceipt } from "../receipts/leave-receipt.ts";
import type { Done } from "../receipts/leave-receipt.ts";
import { lockNamed } from "../operations/lock-named.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { Operation, TimedOperation } from "../operations/operation.ts";
import { takeClock } from "../operations/take-clock.ts";
import { runAll } from "../transactions/statement.ts";
import { unsubscribedSince } from "../unsubscribes/unsubscribed-since.ts";

export interface UndoRequest {
  readonly entity: Entity;
  /** The job of the item that merged: of `POST …/merge`, or of an upsert with `onConflict=merge`. */
  readonly jobId: string;
  readonly row: number;
}

export type UndoOutcome =
  /** The survivor after the undo, and the records that are back. */
  | ({ readonly kind: "undone"; readonly restoredIds: readonly string[] } & Done)
  /** The item merged nothing, or it is too long ago. */
  | { readonly kind: "not-found" }
  /** Something has happened since that keeps the records from being two again. Nothing was changed. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Takes a merge back, whatever was posted since. Identifiers and links go back, and each record has the values that it
 * had. What was written to the survivor since stays there. If it was said since whether the person may be written to,
 * that holds for all of them. The records are noted as different, so that no upsert makes them one again.
 */
export async function undoMerge(
  db: Database,
  operation: Operation,
  request: UndoRequest,
): Promise<Once<UndoOutcome>> {
  return changeOnce(db, operation, undoneAgain, async (trx) => {
    const tables = tablesOf(request.entity);
    const { teamId } = operation.ref;
    const known = await readMerge(trx, teamId, request);
    if (!known) return { kind: "not-found" };
    const [survivor] = await lockNamed(trx, tables, teamId, [{ recordId: known.survivor_id }]);
    // It is read again under the locks: another undo may have been faster.
    const merge = await readMerge(trx, teamId, request);
    if (!merge) return { kind: "not-found" };
    if (merge.undone_clock !== null) return refused("This merge was undone already.");
    if (!survivor || !merge.detail) return refused("The record that it made was deleted since.");
    if (survivor.recordId !== merge.survivor_id)
      return refused(`The record that it made was merged into ${survivor.recordId} since.`);
    const later = await laterMerge(trx, teamId, merge);
    if (later)
      return refused(
        `Other records were merged into the same one since, by row ${later.row} of ${later.job_id}: undo that first.`,
      );

    await dropDeletedFields(trx, teamId, request.entity, merge.detail);
    const division = divide(tables, survivor, merge.detail);
    const nameless = [survivor.recordId, ...division.restored.keys()].find((id) => isNameless(division, id));
    if (nameless !== undefined) return refused(namelessMessage(nameless));

    const timed = await takeClock(operation, [survivor]);
    const before = survivor.state;
    const undone = undoAdoption(before, traceOf(tables, merge.detail, before));
    const listed = await listedOf(trx, teamId, survivor.recordId, division);
    const restoring = { undone, division, detail: merge.detail, listed };
    const belowIds = await restore(trx, tables, timed, survivor, restoring);
    const restoredIds = [...division.restored.keys()];
    await closeMerge(trx, timed, request, survivor.recordId, [...restoredIds, ...belowIds]);
    for (const [to, identifiers] of [...division.left, ...division.restored])
      await moveTombstones(trx, {
        teamId,
        entity: request.entity,
        from: survivor.recordId,
        to,
        identifiers,
      });
    for (const restoredId of restoredIds)
      await noteDifferent(trx, teamId, operation.userId, [survivor.recordId, restoredId]);
    const { kept } = undone;
    const done = await leaveReceipt(trx, tables, timed, survivor, {
      action: "undo-merge",
      changes: changesBetween(before.fields, survivor.state.fields),
      restoredIds,
      undo: asRecordUndo({
        moved: [
          ...new Set([
            ...division.movedFields,
            ...merge.detail.moved.filter(
              (field) => !kept.includes(field) && !(field === CONSENT && undone.consent),
            ),
          ]),
        ],
        kept: kept.filter((field) => !division.movedFields.includes(field)),
        left: [...division.leftFields],
      }),
    });
    return { kind: "undone", ...done, restoredIds };
  });
}

const undoneAgain: Repeatable<UndoOutcome> = {
  idsOf: (outcome) => (outcome.kind === "undone" ? outcome.restoredIds : undefined),
  outcomeOf: (restoredIds, done) => done && { kind: "undone", ...done, restoredIds },
};

interface MergeRow {
  survivor_id: string;
  seq: number;
  clock: number;
  detail: MergeDetail | null;
  undone_clock: number | null;
}

async function readMerge(
  trx: Transaction<Tables>,
  teamId: string,
  { entity, jobId, row }: UndoRequest,
): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`
    select survivor_id, seq, clock, detail, undone_clock from merges
     where team_id = ${teamId} and job_id = ${jobId} and "row" = ${row} and entity = ${entity}`.execute(trx);
  return rows[0];
}

async function laterMerge(
  trx: Transaction<Tables>,
  teamId: string,
  { survivor_id, seq }: MergeRow,
): Promise<{ job_id: string; row: number } | undefined> {
  return await trx
    .selectFrom("merges")
    .select(["job_id", "row"])
    .where("team_id", "=", teamId)
    .where("survivor_id", "=", survivor_id)
    .where("seq", ">", seq)
    .where("undone_clock", "is", null)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
}

function refused(reason: string): UndoOutcome {
  return { kind: "refused", reason };
}

function traceOf(
  { definition }: EntityTables,
  { restored, merged, moved, secondaries }: MergeDetail,
  now: RecordState,
): MergeTrace {
  return {
    restored: stateOfRow(restored),
    merged: {
      stamps: withJobStamps(definition, stampsOfColumns(merged.stamps), now.stamps),
      // Only the clock tells whether a record has another origin now.
      origin: { clock: merged.created_clock, source: "", createdBy: "" },
    },
    moved,
    others: secondaries.map(({ row }) => row),
  };
}

/**
 * Explains the refusal: such a record could be found by its id only, and the next request about the person would make
 * another one.
 */
function namelessMessage(recordId: string): string {
  return (
    `All that named ${recordId} by itself was removed since, and without the others nothing could find it: ` +
    "give the record that it is a part of an e-mail or a URL again, then undo."
  );
}

interface Restoring {
  readonly undone: Undone;
  readonly division: Division;
  readonly detail: MergeDetail;
  /** Since when a value of a record is on the list of unsubscribed ones, by the record's id. */
  readonly listed: ReadonlyMap<string, number>;
}

/**
 * Finds out which records have a value that is unsubscribed. As one they were told of it together, and that doesn't say
 * who has the value now.
 */
async function listedOf(
  trx: Transaction<Tables>,
  teamId: string,
  survivorId: string,
  { own, restored }: Division,
): Promise<Map<string, number>> {
  const listed = new Map<string, number>();
  for (const [recordId, identifiers] of [[survivorId, own] as const, ...restored]) {
    const since = await unsubscribedSince(trx, teamId, identifiers);
    if (since !== undefined) listed.set(recordId, since);
  }
  return listed;
}

/** @returns the ids that lead to what is back: of records that had been merged into it before */
async function restore(
  trx: Transaction<Tables>,
  tables: EntityTables,
  { clock }: TimedOperation,
  survivor: LockedRecord,
  { undone, division, detail, listed }: Restoring,
): Promise<string[]> {
  const { teamId, recordId } = survivor;
  const isUnchanged = survivor.updatedClock === detail.merged.updated_clock;
  const stamp = stampOf(clock);
  const asItWas = stateOfRow(detail.restored);
  const told = (state: RecordState, id: string) => withListed(state, listed.get(id) ?? 0, clock);
  survivor.state = told(
    withOwnPrimaries(tables.definition, undone.state, division.own, asItWas, stamp),
    recordId,
  );
  if (survivor.state !== undone.state) survivor.updatedClock = clock;
  else if (isUnchanged) survivor.updatedClock = detail.restored.updated_clock;
  survivor.identifiers.splice(0, survivor.identifiers.length, ...division.own);
  const kept = rowOfState(tables.definition, teamId, recordId, survivor.state, survivor.updatedClock);
  const back = detail.secondaries.map(({ row }) => {
    const before = stateOfRow(row);
    const own = division.restored.get(row.record_id) ?? [];
    const named = withOwnPrimaries(tables.definition, before, own, before, stamp);
    const consented = undone.consent ? withConsent(named, undone.consent) : named;
    const state = told(consented, row.record_id);
    const updatedClock = Math.max(
      row.updated_clock,
      named === before && state === consented ? 0 : clock,
      consented === named ? 0 : (undone.consent?.stamp.clock ?? 0),
    );
    return rowOfState(tables.definition, row.team_id, row.record_id, state, updatedClock);
  });
  await runAll(trx, [...recordUpdates(tables, [kept]), ...recordInserts(tables, back)]);
  const identifiers = Array.from(division.restored, ([record_id, own]) =>
    own.map(({ kind, value }) => ({ kind, value, record_id })),
  ).flat();
  await sql`
    update ${sql.table(tables.identifiers)} i set record_id = n.record_id
      from ${rowSet("n", { kind: "id", value: "id", record_id: "id" }, identifiers)}
     where i.team_id = ${teamId} and i.kind = n.kind and i.value = n.value`.execute(trx);
  const belowIds: string[] = [];
  for (const { row } of detail.secondaries) belowIds.push(...(await unretire(trx, teamId, row.record_id)));
  return belowIds;
}

/** Makes the id name its record again. The ids that had been merged into it before name it too; they are returned. */
async function unretire(trx: Transaction<Tables>, teamId: string, recordId: string): Promise<string[]> {
  const { rows: below } = await sql<{ record_id: string }>`
    with recursive below as (
      select record_id from retired_records
       where team_id = ${teamId} and parent_id = ${recordId} and survivor_id = (
             select survivor_id from retired_records where team_id = ${teamId} and record_id = ${recordId})
      union all
      select t.record_id from retired_records t join below b on t.parent_id = b.record_id
       where t.team_id = ${teamId})
    update retired_records t set survivor_id = ${recordId}
      from below where t.team_id = ${teamId} and t.record_id = below.record_id
      returning t.record_id`.execute(trx);
  await sql`
    delete from retired_records where team_id = ${teamId} and record_id = ${recordId}`.execute(trx);
  return below.map(({ record_id }) => record_id);
}

/**
 * Closes the merge: what it had kept of the records is theirs again, and isn't kept twice. The survivor's receipts until
 * now, from this merge on, tell of them too; those to come don't.
 * @param restoredIds of all that was a part of the survivor: by these the erasure of any of them finds its receipts
 */
async function closeMerge(
  trx: Transaction<Tables>,
  { ref, clock }: TimedOperation,
  { jobId, row }: UndoRequest,
  survivorId: string,
  restoredIds: readonly string[],
): Promise<void> {
  const { teamId } = ref;
  await sql`
    update merges m
       set undone_clock = ${clock}, detail = null, restored_ids = ${restoredIds}::text[],
           last_seq = greatest(m.seq, (
             select max(r.merge_seq) from receipts r
              where r.team_id = ${teamId} and r.record_id = ${survivorId} and r.merge_seq > 0))
     where m.team_id = ${teamId} and m.job_id = ${jobId} and m."row" = ${row}`.execute(trx);
}
