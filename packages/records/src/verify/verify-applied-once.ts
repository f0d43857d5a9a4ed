import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { askedRow } from "../commit/linked-items.ts";
import { rowSet } from "../rows/row-set.ts";
import { appliedOf } from "./receipt-row.ts";
import type { AppliedReceipt, ReceiptRow } from "./receipt-row.ts";
import type { Verifying } from "./verifying.ts";

/**
 * No clock is issued twice, so two receipts with one are of one item, but for what an item has made that it is linked to; and
 * no record is created twice.
 */
export async function verifyAppliedOnce(
  trx: Transaction<Tables>,
  { findings }: Verifying,
  receipts: readonly ReceiptRow[],
  last: ReceiptRow | undefined,
): Promise<void> {
  let before = last;
  for (const receipt of receipts) {
    if (before?.clock === receipt.clock && !isMadeBy(before, receipt))
      findings.add("appliedTwice", {
        ...aboutItem(receipt),
        what: `it has the clock of row ${before.row} of ${before.job_id}, of ${before.day}`,
      });
    before = receipt;
  }
  const created = appliedOf(receipts).filter(({ outcome, applied }) => (applied ?? outcome) === "created");
  for (const receipt of await createdBefore(trx, created))
    findings.add("appliedTwice", {
      ...aboutItem(receipt),
      recordId: receipt.record_id,
      what: "it created the record, and so did an item before it",
    });
}

/** Says whether one of them is of an item that the other one made: of the same job and day, and its row is below zero. */
function isMadeBy(one: ReceiptRow, other: ReceiptRow): boolean {
  return (
    one.team_id === other.team_id &&
    one.job_id === other.job_id &&
    one.day === other.day &&
    one.row < 0 !== other.row < 0 &&
    askedRow(one.row) === askedRow(other.row)
  );
}

/** Those of them whose record an item with a lower clock created too, or one of theirs with the same. */
async function createdBefore(
  trx: Transaction<Tables>,
  created: readonly AppliedReceipt[],
): Promise<AppliedReceipt[]> {
  if (created.length === 0) return [];
  const keys = created.map(({ team_id, record_id, clock }, place) => ({ team_id, record_id, clock, place }));
  const columns = { team_id: "id", record_id: "id", clock: "bigint", place: "integer" } as const;
  const { rows } = await sql<{ place: number }>`
    select k.place from ${rowSet("k", columns, keys)}
     where exists (
           select from receipts r
            where r.team_id = k.team_id and r.record_id = k.record_id and r.clock < k.clock
              and coalesce(r.result ->> 'applied', r.result ->> 'outcome') = 'created'
              and r.result ->> 'dryRun' is null)`.execute(trx);
  return rows.flatMap(({ place }) => created[place] ?? []);
}

export function aboutItem({ team_id: teamId, job_id: jobId, row, clock }: ReceiptRow) {
  return { teamId, jobId, row, clock };
}
