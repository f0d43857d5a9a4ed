import type { Applied, Change, FieldRejection, RecordAction } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { findRetired } from "../rows/load-records.ts";
import { searchResult } from "../erasure/search-result.ts";
import { writeReceipts } from "./write-receipts.ts";
import { snapshotOf } from "../reads/snapshot.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { TimedOperation } from "../operations/operation.ts";

/**
 * Leaves the receipt of an operation: what it changed, and the record after it.
 * @returns what the receipt says
 */
export async function leaveReceipt(
  trx: Transaction<Tables>,
  { ref, clock, keyId }: TimedOperation,
  record: LockedRecord,
  did: {
    readonly action: RecordAction;
    readonly changes: Record<string, Change>;
    readonly mergedIds?: readonly string[];
    /** Are a change, though not of the record itself. */
    readonly restoredIds?: readonly string[];
    readonly fieldRejections?: readonly FieldRejection[];
  },
): Promise<Applied> {
  const { mergedIds = [], restoredIds = [], fieldRejections = [], changes, action } = did;
  const changed = Object.keys(changes).length + mergedIds.length + restoredIds.length;
  const applied: Applied = {
    outcome: changed > 0 ? "updated" : "unmodified",
    action,
    ...(mergedIds.length > 0 && { mergedIds: [...mergedIds] }),
    changes,
    warnings: [],
    fieldRejections: [...fieldRejections],
    record: snapshotOf(record, record.state, await companyResolver(trx, record)),
  };
  await writeReceipts(trx, [{ ref, clock, keyId, ...searchResult(applied) }]);
  return applied;
}

async function companyResolver(
  trx: Transaction<Tables>,
  { teamId, state }: LockedRecord,
): Promise<(companyId: string) => string | undefined> {
  const companyId = state.fields["companyId"];
  if (typeof companyId !== "string") return () => undefined;
  const [retired] = await findRetired(trx, [{ team_id: teamId, record_id: companyId }]);
  return (id) => (retired ? (retired.survivor_id ?? undefined) : id);
}
