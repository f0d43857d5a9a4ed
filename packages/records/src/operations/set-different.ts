import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { forgetDifferent, noteDifferent } from "../merge/different-records.ts";
import type { RecordName } from "../reads/read-record.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import { changeRecords } from "./change-records.ts";
import { lockNamed } from "./lock-named.ts";
import type { Operation } from "./operation.ts";

export interface DifferentRequest {
  readonly entity: Entity;
  /** There are 2 to 10. */
  readonly names: readonly RecordName[];
  /** Whether they are different people. If not, that note is taken back. */
  readonly different: boolean;
}

export type DifferentOutcome =
  /** The records, in the order of the names. */
  | { readonly kind: "noted"; readonly recordIds: readonly string[] }
  /** Names that lead nowhere, by index. Nothing was noted. */
  | { readonly kind: "not-found"; readonly missing: readonly number[] }
  /** Names that lead to a record that an earlier one names, by index. Nothing was noted. */
  | { readonly kind: "same"; readonly repeated: readonly number[] };

/**
 * Notes that records are different people, or companies: each is another one than each of the others. No upsert merges
 * them from then on. It holds their locks, so that a merge is before it or after it. To do it again changes nothing.
 */
export async function setDifferent(
  db: Database,
  operation: Operation,
  { entity, names, different }: DifferentRequest,
): Promise<DifferentOutcome> {
  return changeRecords(db, operation, async (trx) => {
    const { teamId } = operation.ref;
    const records = await lockNamed(trx, tablesOf(entity), teamId, names);
    await operation.onPoint?.("locked");
    const missing = records.flatMap((record, index) => (record ? [] : [index]));
    if (missing.length > 0) return { kind: "not-found", missing };
    const recordIds = records.flatMap((record) => record?.recordId ?? []);
    const repeated = recordIds.flatMap((id, index) => (recordIds.indexOf(id) < index ? [index] : []));
    if (repeated.length > 0) return { kind: "same", repeated };
    if (different) await noteDifferent(trx, teamId, operation.userId, recordIds);
    else await forgetDifferent(trx, teamId, recordIds);
    return { kind: "noted", recordIds };
  });
}
