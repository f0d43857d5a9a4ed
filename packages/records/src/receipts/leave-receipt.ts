import type { Applied, Change, FieldRejection, MergeUndone, RecordAction } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import type { EntityTables } from "../rows/entity-tables.ts";
import { toldChanges } from "../commit/told-changes.ts";
import { searchResult } from "../erasure/search-result.ts";
import { writeReceipts } from "./write-receipts.ts";
import { linkResolver } from "../reads/link-resolver.ts";
import { snapshotOf } from "../reads/snapshot.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { TimedOperation } from "../operations/operation.ts";

/** What an operation came to, as its receipt has it. */
export interface Done {
  readonly applied: Applied;
  readonly clock: number;
}

/**
 * Leaves the receipt of an operation: what it changed, and the record after it.
 * @returns what the receipt says
 */
export async function leaveReceipt(
  trx: Transaction<Tables>,
  { definition }: EntityTables,
  { ref, clock, keyId }: TimedOperation,
  record: LockedRecord,
  did: {
    readonly action: RecordAction;
    readonly changes: Record<string, Change>;
    readonly mergedIds?: readonly string[];
    /** Restored records are a change, though not of the record itself. */
    readonly restoredIds?: readonly string[];
    readonly fieldRejections?: readonly FieldRejection[];
    readonly undo?: MergeUndone;
  },
): Promise<Done> {
  const { mergedIds = [], restoredIds = [], fieldRejections = [], changes, action } = did;
  const changed = Object.keys(changes).length + mergedIds.length + restoredIds.length;
  const applied: Applied = {
    outcome: changed > 0 ? "updated" : "unmodified",
    action,
    ...(mergedIds.length > 0 && { mergedIds: [...mergedIds] }),
    ...(did.undo && { undo: did.undo }),
    changes: toldChanges(changes),
    warnings: [],
    fieldRejections: [...fieldRejections],
    record: snapshotOf(definition, record, record.state, await linkResolver(trx, definition, record)),
  };
  const { lastMerge } = record;
  await writeReceipts(trx, [{ ref, clock, keyId, lastMerge, restoredIds, ...searchResult(applied) }]);
  return { applied, clock };
}
