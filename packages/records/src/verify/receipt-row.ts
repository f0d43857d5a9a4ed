import type { RecordKey } from "../rows/load-records.ts";

/** A receipt as the checks read it, without what it tells of a person. */
export interface ReceiptRow {
  readonly clock: number;
  readonly team_id: string;
  readonly day: string;
  readonly job_id: string;
  readonly row: number;
  readonly record_id: string | null;
  readonly outcome: string;
  /** Of an erased one: what it was. */
  readonly applied: string | null;
  readonly dry_run: boolean;
  readonly merged_ids: readonly string[] | null;
}

/** A receipt of something that a record shows. */
export type AppliedReceipt = ReceiptRow & RecordKey;

/** Those that were applied, and not only tried. */
export function appliedOf(receipts: readonly ReceiptRow[]): AppliedReceipt[] {
  return receipts.flatMap((receipt) => {
    const { record_id, dry_run } = receipt;
    return record_id === null || dry_run ? [] : [{ ...receipt, record_id }];
  });
}
