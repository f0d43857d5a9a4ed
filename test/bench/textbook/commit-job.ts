import type { Database, Tables } from "@onefold/database";
import { newId } from "@onefold/identity";
import type { Transaction } from "kysely";
import { identifiersOf } from "../rows.ts";
import type { TextbookJob } from "./job.ts";

/**
 * One job, one transaction, one receipt, on the same tables and indexes as ours and with rows as wide:
 * look the identifiers up, read the record, write it, its identifiers and the receipt.
 */
export async function commitJob(db: Database, job: TextbookJob): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const found = await findRecord(trx, job);
    const recordId = found?.record_id ?? newId("ctc_");
    const fields = { ...found?.fields, ...job.fields, email: job.email, linkedinUrl: job.linkedinUrl };
    const stamps = {
      ...found?.stamps,
      ...Object.fromEntries(Object.keys(fields).map((name) => [name, job.clock])),
    };
    const written = {
      fields: JSON.stringify(fields),
      stamps: JSON.stringify(stamps),
      updated_clock: job.clock,
    };
    if (found) await update(trx, job, recordId, written);
    else await insert(trx, job, recordId, written);
    await insertReceipt(trx, job, recordId, fields, found !== undefined);
  });
}

interface Written {
  readonly fields: string;
  readonly stamps: string;
  readonly updated_clock: number;
}

async function findRecord(trx: Transaction<Tables>, job: TextbookJob) {
  const owner = await trx
    .selectFrom("contact_identifiers")
    .select("record_id")
    .where("team_id", "=", job.teamId)
    .where((where) => where.or(identifiersOf(job).map(({ kind, value }) => where.and({ kind, value }))))
    .limit(1)
    .executeTakeFirst();
  if (!owner) return undefined;
  return await trx
    .selectFrom("contacts")
    .select(["record_id", "fields", "stamps"])
    .where("team_id", "=", job.teamId)
    .where("record_id", "=", owner.record_id)
    .forUpdate()
    .executeTakeFirst();
}

async function update(trx: Transaction<Tables>, { teamId }: TextbookJob, recordId: string, written: Written) {
  await trx
    .updateTable("contacts")
    .set(written)
    .where("team_id", "=", teamId)
    .where("record_id", "=", recordId)
    .execute();
}

async function insert(trx: Transaction<Tables>, job: TextbookJob, record_id: string, written: Written) {
  const { teamId: team_id, userId: created_by, clock } = job;
  await trx
    .insertInto("contacts")
    .values({ team_id, record_id, source: "api", created_by, created_clock: clock, ...written })
    .execute();
  await trx
    .insertInto("contact_identifiers")
    .values(identifiersOf(job).map(({ kind, value }) => ({ team_id, kind, value, record_id, clock })))
    .execute();
}

async function insertReceipt(
  trx: Transaction<Tables>,
  { teamId, userId, jobId, acceptedAt, clock, email, linkedinUrl }: TextbookJob,
  recordId: string,
  fields: Readonly<Record<string, unknown>>,
  updated: boolean,
) {
  const millis = Math.floor(clock / 1_000);
  const result = {
    outcome: updated ? "updated" : "created",
    changes: {},
    warnings: [],
    fieldRejections: [],
    record: {
      recordId,
      teamId,
      fields,
      identifiers: { email: [email], linkedin: [linkedinUrl] },
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
