import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { JobName, PlannedRows } from "./upload-job.ts";

/**
 * Notes which clocks the next rows have, before they are sent. What another request has noted for them stands: if two
 * sets of clocks were under way, it would be chance which rows of one person are the later ones.
 * @returns false where the job has ended, or another upload has planned or taken them: stop
 */
export async function planRows(
  db: Database,
  { teamId, jobId }: JobName,
  planned: PlannedRows,
): Promise<boolean> {
  const plan = JSON.stringify(planned);
  const updated = await db
    .updateTable("jobs")
    .set({ rows_planned: plan })
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .where("upload", "<>", "complete")
    .where("status", "is", null)
    .where("rows_taken", "=", planned.from)
    // It is the same plan again: its answer got lost.
    .where(
      sql<boolean>`(rows_planned is null or (rows_planned ->> 'to')::int <= ${planned.from}
        or rows_planned::jsonb = ${plan}::jsonb)`,
    )
    .returning("job_id")
    .executeTakeFirst();
  return updated !== undefined;
}

export interface TakenRows {
  /** Where they begin: the former `rowsTaken`. */
  readonly from: number;
  readonly to: number;
  /** Chained hash of all rows below `to`. */
  readonly digest: Buffer;
  readonly leaseSeconds: number;
}

/**
 * Notes that these rows are durably in the queue or have their receipts, and renews the upload's lease. It also does so
 * if the upload was given up meanwhile, by a process that noticed late that its client is gone and sends again.
 * @returns false where the job has ended (cancelled, or given up), or another upload has taken them: stop
 */
export async function takeRows(db: Database, { teamId, jobId }: JobName, rows: TakenRows): Promise<boolean> {
  const updated = await db
    .updateTable("jobs")
    .set({
      upload: "open",
      upload_problem: null,
      rows_taken: rows.to,
      rows_digest: rows.digest,
      lease_until: sql<Date>`now() + make_interval(secs => ${rows.leaseSeconds})`,
    })
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .where("upload", "<>", "complete")
    .where("status", "is", null)
    .where("rows_taken", "=", rows.from)
    .returning("job_id")
    .executeTakeFirst();
  return updated !== undefined;
}

export interface UploadEnd {
  /** Why it broke off; absent if it is complete. */
  readonly problem?: string;
  readonly leaseSeconds: number;
  /** If given, it ends only if nobody has taken more. */
  readonly rowsTaken?: number;
  /** How a CSV was read. The header isn't kept: in a file without one, its cells may name a person. */
  readonly csv?: { readonly delimiter: string; readonly charset: string } | undefined;
}

/**
 * Ends the upload: all its rows are taken, or it broke off and why. A broken one with a lease can be sent again with
 * the same Idempotency-Key until the lease is over (`reopenUpload`). Then the job ends.
 */
export async function endUpload(db: Database, { teamId, jobId }: JobName, end: UploadEnd): Promise<void> {
  let ending = db
    .updateTable("jobs")
    .set({
      upload: end.problem === undefined ? "complete" : "broken",
      upload_problem: end.problem ?? null,
      ...(end.csv && { csv_delimiter: end.csv.delimiter, csv_charset: end.csv.charset }),
      lease_until: sql<Date>`now() + make_interval(secs => ${end.leaseSeconds})`,
    })
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .where("upload", end.problem === undefined ? "<>" : "=", end.problem === undefined ? "complete" : "open")
    .where("status", "is", null);
  if (end.rowsTaken !== undefined) ending = ending.where("rows_taken", "=", end.rowsTaken);
  await ending.execute();
}

/**
 * Lets the same upload go on where it broke off. If several do so at once, the one that takes the next rows goes on.
 * @returns false where the job has ended, its upload is complete, or broke off for good
 */
export async function reopenUpload(
  db: Database,
  { teamId, jobId }: JobName,
  leaseSeconds: number,
): Promise<boolean> {
  const updated = await db
    .updateTable("jobs")
    .set({
      upload: "open",
      upload_problem: null,
      lease_until: sql<Date>`now() + make_interval(secs => ${leaseSeconds})`,
    })
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .where(sql<boolean>`(upload = 'open' or (upload = 'broken' and lease_until > statement_timestamp()))`)
    .where("status", "is", null)
    .returning("job_id")
    .executeTakeFirst();
  return updated !== undefined;
}
