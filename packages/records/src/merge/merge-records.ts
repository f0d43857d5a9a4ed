import type { Applied, Change, Entity, FieldRejection, IdentifierKind } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { adoptStates, changesBetween } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Merge, MergedRecord } from "../commit/commit-state.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { MAX_CHARACTERS, charactersOf } from "../commit/fitting-values.ts";
import { asRecordRejections } from "../commit/told-changes.ts";
import { tooManyJobs } from "../commit/write-job.ts";
import { linkResolver } from "../reads/link-resolver.ts";
import type { RecordName } from "../reads/read-record.ts";
import { rowOfState } from "../rows/record-row.ts";
import { recordUpdates } from "../commit/record-writes.ts";
import { tooManyIdentifiers } from "./merge-clashes.ts";
import { insertMerges, mergeWrites } from "./merge-writes.ts";
import { changeOnce } from "../operations/change-once.ts";
import type { Once, Repeatable } from "../operations/change-once.ts";
import { leaveReceipt } from "../receipts/leave-receipt.ts";
import { withLiveLinks } from "./live-links.ts";
import { lockNamed } from "../operations/lock-named.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { Operation, TimedOperation } from "../operations/operation.ts";
import { takeClock } from "../operations/take-clock.ts";
import { runAll } from "../transactions/statement.ts";

export interface MergeRequest {
  readonly entity: Entity;
  readonly primary: RecordName;
  /** There are 1 to 9. One that was merged into the primary before is done already. */
  readonly secondaries: readonly RecordName[];
  /** Whether it only says what it would come to, and writes nothing. */
  readonly dryRun: boolean;
}

export type MergeOutcome =
  | {
      readonly kind: "merged";
      /** The survivor after the merge. */
      readonly applied: Applied;
      readonly clock: number;
      readonly primaryId: string;
      /** The merged ids, in the order of the request. */
      readonly mergedIds: readonly string[];
      /**
       * Values of the secondaries that were not taken, as the survivor has its own. `conflictingRecordId` is the
       * secondary.
       */
      readonly rejectedFields: readonly FieldRejection[];
    }
  /** Names that lead nowhere: indexes into `secondaries`, and -1 for the primary. Nothing was merged. */
  | { readonly kind: "not-found"; readonly missing: readonly number[] }
  /** Secondaries that are the primary itself, or are named twice: indexes into `secondaries`. */
  | { readonly kind: "same"; readonly repeated: readonly number[] }
  /** The survivor would own more identifiers of this kind than a record may, or have more jobs. */
  | {
      readonly kind: "too-large";
      readonly identifiers: IdentifierKind | "jobs";
      readonly count: number;
      readonly max: number;
    }
  /** The survivor's values would take more characters than a record may hold. */
  | { readonly kind: "too-long"; readonly count: number; readonly max: number };

/** Merges records into one, all or nothing, for `POST /api/contacts/merge` and `POST /api/companies/merge`. */
export async function mergeRecords(
  db: Database,
  operation: Operation,
  request: MergeRequest,
): Promise<Once<MergeOutcome>> {
  try {
    return await changeOnce(db, operation, mergedAgain, async (trx) => {
      const outcome = await merge(trx, operation, request);
      if (request.dryRun) throw new DryRun(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.outcome;
    throw error;
  }
}

const mergedAgain: Repeatable<MergeOutcome> = {
  idsOf: (outcome) => (outcome.kind === "merged" ? outcome.mergedIds : undefined),
  outcomeOf: (mergedIds, done) =>
    done && {
      kind: "merged",
      ...done,
      primaryId: done.applied.record.recordId,
      mergedIds,
      rejectedFields: done.applied.fieldRejections,
    },
};

/** Thrown to roll the transaction back. It has what the merge would come to. */
class DryRun extends Error {
  readonly outcome: MergeOutcome;

  constructor(outcome: MergeOutcome) {
    super("a dry run ends here");
    this.outcome = outcome;
  }
}

async function merge(
  trx: Transaction<Tables>,
  operation: Operation,
  { entity, primary, secondaries }: MergeRequest,
): Promise<MergeOutcome> {
  const tables = tablesOf(entity);
  const [survivor, ...found] = await lockNamed(trx, tables, operation.ref.teamId, [primary, ...secondaries]);
  const missing = [survivor, ...found].flatMap((record, index) => (record ? [] : [index - 1]));
  if (!survivor || missing.length > 0) return { kind: "not-found", missing };
  const names: RecordName[] = [];
  for (const name of secondaries) names.push((await mergedBefore(trx, survivor, name)) ?? name);
  const repeated = repeatedNames(survivor, found, names);
  if (repeated.length > 0) return { kind: "same", repeated };
  const others = [...new Set(found)]
    .filter((record) => record !== undefined)
    .filter((record) => record !== survivor);
  const tooMany = tooManyIdentifiers([survivor, ...others]);
  if (tooMany) return { kind: "too-large", ...tooMany };

  const timed = await takeClock(operation, [survivor, ...others]);
  const adopted = await adopt(trx, tables, timed, survivor, others);
  if ("kind" in adopted) return adopted;
  const { changes, rejectedFields } = adopted;
  const mergedIds = others.map(({ recordId }) => recordId);
  const done = await leaveReceipt(trx, tables, timed, survivor, {
    action: "merge",
    changes,
    mergedIds,
    fieldRejections: rejectedFields,
  });
  return {
    kind: "merged",
    ...done,
    primaryId: survivor.recordId,
    // The ids are those that were asked for, so that a repeated request gets the same answer.
    mergedIds: found.flatMap((record, index) => idAsked(names[index], record) ?? []),
    rejectedFields,
  };
}

/**
 * Finds the record that an identifier of the survivor came with, by a merge that stands. So a request that names its
 * secondaries by identifiers can be repeated like one that names them by id.
 */
async function mergedBefore(
  trx: Transaction<Tables>,
  { teamId, recordId, identifiers }: LockedRecord,
  name: RecordName,
): Promise<RecordName | undefined> {
  if (!("identifier" in name)) return undefined;
  const { kind, value } = name.identifier;
  if (!identifiers.some((owned) => owned.kind === kind && owned.value === value)) return undefined;
  const { rows } = await sql<{ record_id: string }>`
    select s -> 'row' ->> 'record_id' as record_id
      from merges m, json_array_elements(m.detail -> 'secondaries') s,
           json_array_elements(s -> 'identifiers') i
     where m.team_id = ${teamId} and m.survivor_id = ${recordId} and m.undone_clock is null
       and i ->> 'kind' = ${kind} and i ->> 'value' = ${value}
     order by m.seq desc limit 1`.execute(trx);
  return rows[0] && { recordId: rows[0].record_id };
}

/** Finds secondaries that are named twice. A retired id of the survivor isn't one: an earlier request merged it. */
function repeatedNames(
  survivor: LockedRecord,
  found: readonly (LockedRecord | undefined)[],
  names: readonly RecordName[],
): number[] {
  const seen = new Set<string>([survivor.recordId]);
  return found.flatMap((record, index) => {
    const id = idAsked(names[index], record);
    if (id === undefined) return [];
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated ? [index] : [];
  });
}

function idAsked(name: RecordName | undefined, record: LockedRecord | undefined): string | undefined {
  return name && "recordId" in name ? name.recordId : record?.recordId;
}

async function adopt(
  trx: Transaction<Tables>,
  tables: EntityTables,
  { ref, clock }: TimedOperation,
  survivor: LockedRecord,
  others: readonly LockedRecord[],
): Promise<
  | { changes: Record<string, Change>; rejectedFields: FieldRejection[] }
  | (MergeOutcome & { kind: "too-long" | "too-large" })
> {
  if (others.length === 0) return { changes: {}, rejectedFields: [] };
  const before = { state: survivor.state, updatedClock: survivor.updatedClock };
  const secondaries: MergedRecord[] = others.map((record) => ({
    record,
    state: record.state,
    updatedClock: record.updatedClock,
    identifiers: [...record.identifiers],
  }));
  const [own = before.state, ...theirs] = await withLiveLinks(trx, tables.definition, [survivor, ...others]);
  const { state, moved, refused } = adoptStates(tables.definition, own, theirs, clock);
  const { teamId, recordId } = survivor;
  const resolve = await linkResolver(trx, tables.definition, { teamId, state });
  const tooMany = tooManyJobs(state.fields, resolve);
  if (tooMany) return { kind: "too-large", identifiers: "jobs", ...tooMany };
  const count = charactersOf(state.fields);
  if (moved.length > 0 && count > MAX_CHARACTERS) return { kind: "too-long", count, max: MAX_CHARACTERS };
  survivor.state = state;
  survivor.updatedClock = clock;
  const { main, aliases } = tables.definition;
  const values = others.flatMap(({ identifiers }) => identifiers.filter(({ kind }) => kind === main.kind));
  for (const { record } of secondaries) survivor.identifiers.push(...record.identifiers);

  const { updatedClock } = survivor;
  const row = rowOfState(tables.definition, teamId, recordId, state, updatedClock);
  const done: Merge = {
    item: { ref, clock },
    survivor,
    secondaries,
    trace: {
      restored: before.state,
      merged: state,
      moved,
      others: others.map((record) => record.state),
      restoredUpdatedClock: before.updatedClock,
      mergedUpdatedClock: updatedClock,
    },
  };
  await runAll(trx, [...recordUpdates(tables, [row]), ...mergeWrites(tables, [done])]);
  await insertMerges(trx, tables, [done]);
  survivor.lastMerge = done;
  return {
    changes: {
      ...changesBetween(own.fields, state.fields),
      ...(aliases && values.length > 0 && { [aliases.field]: { to: values.map(({ value }) => value) } }),
    },
    rejectedFields: asRecordRejections(
      refused.map(({ field, value, from }) => ({
        field,
        reason: "stale",
        rejectedValue: value,
        ...(secondaries[from] && { conflictingRecordId: secondaries[from].record.recordId }),
      })),
    ),
  };
}
