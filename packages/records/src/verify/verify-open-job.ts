import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { nameOf } from "./job-row.ts";
import type { JobRow } from "./job-row.ts";
import { countReceipts, lastFinished } from "./receipts-of-job.ts";
import type { Verifying } from "./verifying.ts";

/** An upload that hasn't ended: whether it should have. Rows that wait for a worker are in nobody's way so long as some are applied. */
export async function verifyOpenJob(
  trx: Transaction<Tables>,
  { dueMs, findings, unjudged }: Verifying,
  job: JobRow,
): Promise<void> {
  const name = nameOf(job);
  const { rows_taken: rowsTaken, upload } = job;
  const due = job.now.getTime() - dueMs;
  const { taken } = await countReceipts(trx, name, rowsTaken);
  const pending = rowsTaken - taken;
  const silent = Math.max(job.lease_until.getTime(), (await lastFinished(trx, name)) ?? 0) < due;
  if (!silent) {
    unjudged.itemsQueued += pending;
    return;
  }
  const what =
    upload === "open"
      ? "its upload fell silent, and nobody gave it up"
      : pending > 0
        ? `${pending} of its rows wait, and none was applied for long`
        : "each of its rows has its receipt, and it hasn't ended";
  findings.add("pastDue", { teamId: name.teamId, jobId: name.jobId, what });
}
