import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import type { Applied, Upsert } from "./upsert.ts";

/** As wide as ours. */
export async function insertReceipt(
  trx: Transaction<Tables>,
  { teamId, userId, jobId, acceptedAt, clock, identifiers }: Upsert,
  { outcome, recordId, fields }: Applied,
): Promise<void> {
  const millis = Math.floor(clock / 1_000);
  const result = {
    outcome,
    changes: {},
    warnings: [],
    fieldRejections: [],
    record: {
      recordId,
      teamId,
      fields,
      identifiers: Object.fromEntries(identifiers.map(({ kind, value }) => [kind, [value]])),
      ownerId: userId,
      source: "api",
      createdAt: millis,
      createdBy: userId,
      updatedAt: millis,
    },
  };
  await trx
    .insertInto("receipts")
    .values({
      team_id: teamId,
      day: new Date(acceptedAt).toISOString().slice(0, 10),
      job_id: jobId,
      row: 0,
      clock,
      record_id: recordId,
      key_id: null,
      result: JSON.stringify(result),
    })
    .execute();
}
