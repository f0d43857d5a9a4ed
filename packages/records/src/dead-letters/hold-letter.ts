import { Rejected } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { holdJob } from "../jobs/lock-jobs.ts";
import { readJob } from "../jobs/read-job.ts";
import type { UploadJob } from "../jobs/upload-job.ts";
import { receiptDay } from "../receipts/receipt-key.ts";

/** A dead letter that nobody else can replay or drop to the end of the transaction. */
export interface HeldLetter {
  readonly result: Rejected;
  /** The upload job that it is a row of. It has ended. */
  readonly job?: UploadJob;
}

/** Why a letter can't be held: it is none any more, or rows of its job are still under way. */
export type NotHeld = "gone" | "job-open";

/**
 * Locks a dead letter. Who waited for somebody that had it finds it gone: a receipt that took its place is another row, and
 * a dropped one is no letter.
 */
export async function holdLetter(trx: Transaction<Tables>, ref: ItemRef): Promise<HeldLetter | NotHeld> {
  const state = ref.upload ? await holdJob(trx, ref.teamId, ref.jobId) : undefined;
  const job = state && (await readJob(trx, ref.teamId, ref.jobId));
  if (job && state !== "ended") return "job-open";
  const { rows } = await sql<{ result: unknown }>`
    select r.result from receipts r
     where ${isAt(ref)} and r.record_id is null and r.result -> 'letter' is not null for update`.execute(trx);
  const result = Rejected.safeParse(rows[0]?.result);
  if (!result.success) return "gone";
  return { result: result.data, ...(job && { job }) };
}

/** Says that a receipt `r` is that item's. */
export function isAt({ teamId, acceptedAt, jobId, row }: ItemRef): RawBuilder<boolean> {
  return sql<boolean>`
    r.team_id = ${teamId} and r.day = ${receiptDay(acceptedAt)}::date and r.job_id = ${jobId} and r."row" = ${row}`;
}
