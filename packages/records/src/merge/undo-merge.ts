import type { Applied, Entity, ErrorDetail } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { changesBetween, undoAdoption, withConsent } from "@onefold/identity";
import type { Consent, MergeTrace, RecordState, Undone } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { OwnedIdentifier } from "../commit/commit-state.ts";
import { dropDeletedFields } from "../admin/remove-field-values.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { ID, jsonRows } from "../rows/json-rows.ts";
import type { MergeDetail } from "./merge-detail.ts";
import { rowOfState, stampsOfColumns, stateOfRow } from "../rows/record-row.ts";
import type { RecordRow } from "../rows/record-row.ts";
import { insertRecords, updateRecords } from "../commit/write-commit.ts";
import { changeOnce } from "../operations/change-once.ts";
import type { Once, Repeatable } from "../operations/change-once.ts";
import { leaveReceipt } from "../receipts/leave-receipt.ts";
import { lockNamed } from "../operations/lock-named.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { Operation, TimedOperation } from "../operations/operation.ts";
import { takeClock } from "../operations/take-clock.ts";

export interface UndoRequest {
  readonly entity: Entity;
  /** The item that merged: the job of `POST …/merge`, or of an upsert with `onConflict=merge`. */
  readonly jobId: string;
  readonly row: number;
}

export type UndoOutcome =
  /** The survivor after it, and the records that are back. */
  | { readonly kind: "undone"; readonly applied: Applied; readonly restoredIds: readonly string[] }
  /** The item merged nothing, or it is too long ago. */
  | { readonly kind: "not-found" }
  /** What has happened since, each by the field or identifier concerned; nothing was changed. */
  | { readonly kind: "refused"; readonly reasons: readonly UndoReason[] };

type UndoReason = Omit<ErrorDetail, "code">;

/**
 * Takes a merge back: records, identifiers and links are as they were. What was written to the survivor since
 * stays there, but for what the merge had moved to it: then the undo is refused, as it would lose that. Whether
 * the person may be written to, said since, holds for all of them.
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
    // Read again under the locks: another undo may have been faster.
    const merge = await readMerge(trx, teamId, request);
    if (!merge) return { kind: "not-found" };
    if (merge.undone_clock !== null) return refused("This merge was undone already.");
    if (!survivor || !merge.detail) return refused("The record that it made was deleted since.");
    if (survivor.recordId !== merge.survivor_id)
      return refused(`The record that it made was merged into ${survivor.recordId} since.`);
    if (await hasLaterMerge(trx, teamId, merge))
      return refused("Other records were merged into the same one since; undo that first.");

    await dropDeletedFields(trx, teamId, request.entity, merge.detail);
    const moved = merge.detail.secondaries.flatMap((secondary) => secondary.identifiers);
    const undone = undoAdoption(survivor.state, traceOf(merge.detail));
    const reasons = [
      ...(undone.kind === "written-since" ? undone.fields.map(writtenSince) : []),
      ...goneIdentifiers(tables, survivor, moved),
      ...(undone.kind === "undone" ? primariesOfOthers(tables, undone.state, moved) : []),
      ...(ownIdentifiers(survivor, moved).length === 0 ? [namelessSurvivor(survivor)] : []),
    ];
    if (undone.kind === "written-since" || reasons.length > 0) return { kind: "refused", reasons };

    const timed = await takeClock(operation, [survivor]);
    const before = survivor.state;
    const belowIds = await restore(trx, tables, survivor, undone, merge.detail);
    const restoredIds = merge.detail.secondaries.map(({ row }) => row.record_id);
    await closeMerge(trx, timed, request, [...restoredIds, ...belowIds]);
    const changes = changesBetween(before.fields, survivor.state.fields);
    const applied = await leaveReceipt(trx, tables, timed, survivor, {
      action: "undo-merge",
      changes,
      restoredIds,
    });
    return { kind: "undone", applied, restoredIds };
  });
}

const undoneAgain: Repeatable<UndoOutcome> = {
  idsOf: (outcome) => (outcome.kind === "undone" ? outcome.restoredIds : undefined),
  outcomeOf: (restoredIds, applied) => applied && { kind: "undone", applied, restoredIds },
};

interface MergeRow {
  survivor_id: string;
  seq: number;
  detail: MergeDetail | null;
  undone_clock: number | null;
}

async function readMerge(
  trx: Transaction<Tables>,
  teamId: string,
  { entity, jobId, row }: UndoRequest,
): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`
    select survivor_id, seq, detail, undone_clock from merges
     where team_id = ${teamId} and job_id = ${jobId} and "row" = ${row} and entity = ${entity}`.execute(trx);
  return rows[0];
}

async function hasLaterMerge(
  trx: Transaction<Tables>,
  teamId: string,
  { survivor_id, seq }: MergeRow,
): Promise<boolean> {
  const later = await trx
    .selectFrom("merges")
    .select("job_id")
    .where("team_id", "=", teamId)
    .where("survivor_id", "=", survivor_id)
    .where("seq", ">", seq)
    .where("undone_clock", "is", null)
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

function refused(message: string): UndoOutcome {
  return { kind: "refused", reasons: [{ path: "", message }] };
}

function traceOf({ restored, merged, moved }: MergeDetail): MergeTrace {
  return {
    restored: stateOfRow(restored),
    merged: {
      stamps: stampsOfColumns(merged.stamps),
      // Only the clock tells whether a record's origin is another one now.
      origin: { clock: merged.created_clock, source: "", createdBy: "" },
    },
    moved,
  };
}

function writtenSince(field: string): UndoReason {
  return { path: field, message: `${field} came with the merge and was written since.` };
}

/** Identifiers that the survivor doesn't own any more can't be given back. */
function goneIdentifiers(
  tables: EntityTables,
  survivor: LockedRecord,
  moved: readonly OwnedIdentifier[],
): UndoReason[] {
  const owned = new Set(survivor.identifiers.map(keyOf));
  return moved
    .filter((identifier) => !owned.has(keyOf(identifier)))
    .map(({ kind }) => {
      const path = fieldOf(tables, kind);
      return { path, message: `An ${path} that came with the merge was removed since.` };
    });
}

/** A value that goes back can't stay as the survivor's primary one. */
function primariesOfOthers(
  tables: EntityTables,
  state: RecordState,
  moved: readonly OwnedIdentifier[],
): UndoReason[] {
  return tables.definition.identifiers
    .filter(({ kind, field }) =>
      moved.some((each) => each.kind === kind && each.value === state.fields[field]),
    )
    .map(({ field }) => writtenSince(field));
}

/** What stays with the survivor. */
function ownIdentifiers({ identifiers }: LockedRecord, moved: readonly OwnedIdentifier[]): OwnedIdentifier[] {
  const names = new Set(moved.map(nameOf));
  return identifiers.filter((identifier) => !names.has(nameOf(identifier)));
}

/** It could be found by its id only, and the next request about the person would make another one. */
function namelessSurvivor({ recordId }: LockedRecord): UndoReason {
  return {
    path: "",
    message:
      `All that named ${recordId} by itself was removed since, and without the others nothing could find it: ` +
      "give it an e-mail or a URL of its own, then undo.",
  };
}

function nameOf({ kind, value }: OwnedIdentifier): string {
  return `${kind} ${value}`;
}

function fieldOf(tables: EntityTables, kind: string): string {
  return tables.definition.identifiers.find((known) => known.kind === kind)?.field ?? kind;
}

function keyOf({ kind, value, clock }: OwnedIdentifier): string {
  return `${kind} ${value} ${clock}`;
}

/** @returns the ids that lead to what is back: of records that had been merged into it before */
async function restore(
  trx: Transaction<Tables>,
  tables: EntityTables,
  survivor: LockedRecord,
  { state, consent }: Extract<Undone, { kind: "undone" }>,
  detail: MergeDetail,
): Promise<string[]> {
  const { teamId, recordId } = survivor;
  const isUnchanged = survivor.updatedClock === detail.merged.updated_clock;
  survivor.state = state;
  survivor.updatedClock = isUnchanged ? detail.restored.updated_clock : survivor.updatedClock;
  await updateRecords(trx, tables, [
    rowOfState(tables.definition, teamId, recordId, state, survivor.updatedClock),
  ]);
  await insertRecords(
    trx,
    tables,
    detail.secondaries.map(({ row }) => (consent ? consenting(tables, row, consent) : row)),
  );
  const identifiers = detail.secondaries.flatMap((secondary) =>
    secondary.identifiers.map(({ kind, value }) => ({ kind, value, record_id: secondary.row.record_id })),
  );
  await sql`
    update ${sql.table(tables.identifiers)} i set record_id = n.record_id
      from ${jsonRows("n", `kind ${ID}, value ${ID}, record_id ${ID}`, identifiers)}
     where i.team_id = ${teamId} and i.kind = n.kind and i.value = n.value`.execute(trx);
  const left = ownIdentifiers(
    survivor,
    detail.secondaries.flatMap((secondary) => secondary.identifiers),
  );
  survivor.identifiers.splice(0, survivor.identifiers.length, ...left);
  const belowIds: string[] = [];
  for (const { row } of detail.secondaries) belowIds.push(...(await unretire(trx, teamId, row.record_id)));
  return belowIds;
}

/** A row of a record that is back, with what its person said while it was a part of the survivor. */
function consenting({ definition }: EntityTables, row: RecordRow, consent: Consent): RecordRow {
  const before = stateOfRow(row);
  const state = withConsent(before, consent);
  if (state === before) return row;
  return rowOfState(
    definition,
    row.team_id,
    row.record_id,
    state,
    Math.max(row.updated_clock, consent.stamp.clock),
  );
}

/** The id names its record again, and so do the ids that had been merged into it before: those are returned. */
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
 * What it had kept of the records is theirs again, and not to be kept twice.
 * @param restoredIds of all that was a part of the survivor: by these the erasure of any of them finds its receipts
 */
async function closeMerge(
  trx: Transaction<Tables>,
  { ref, clock }: TimedOperation,
  { jobId, row }: UndoRequest,
  restoredIds: string[],
): Promise<void> {
  await trx
    .updateTable("merges")
    .set({ undone_clock: clock, detail: null, restored_ids: restoredIds })
    .where("team_id", "=", ref.teamId)
    .where("job_id", "=", jobId)
    .where("row", "=", row)
    .execute();
}
