import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitItems } from "../support/commit-items.ts";
import { createJobActs } from "../support/job-acts.ts";
import { createLook } from "./support/look.ts";

const db = await testDatabase({ max: 2 });
const { newUpload } = createJobActs(db);
const { wrong } = createLook(db);

/** An upload of four rows, of which the first two were applied. */
async function half() {
  const upload = await newUpload();
  await upload.take(0, 4);
  await commitItems(db, upload.rows(0, 2));
  return upload;
}

const deleteReceipt = (jobId: string) =>
  sql`delete from receipts where job_id = ${jobId} and "row" = 0`.execute(db);

test("rows of a cancelled job that weren't applied are nothing wrong; one that it counts is", async () => {
  const upload = await half();
  const { jobId } = upload.name;
  await upload.cancel();
  expect((await upload.read()).counts).toMatchObject({ created: 2, cancelled: 2 });
  expect(await wrong(upload)).toEqual({});
  await deleteReceipt(jobId);
  expect((await wrong(upload)).lost).toContainEqual(
    expect.objectContaining({ jobId, what: "the job counts 2 rows that ended, and has 1 receipts" }),
  );
});

test("rows that a job tells as lost by its counts alone are no silent loss", async () => {
  const upload = await half();
  const { jobId } = upload.name;
  await commitItems(db, upload.rows(2, 4));
  await upload.complete();
  await upload.end();
  await sql`
    delete from receipts where job_id = ${jobId} and "row" >= 2`.execute(db);
  await sql`delete from contacts where team_id = ${upload.teamId}`.execute(db);
  expect((await wrong(upload)).lost).toHaveLength(2);
  await sql`update jobs set counts = (counts::jsonb || '{"lost": 2}')::json where job_id = ${jobId}`.execute(
    db,
  );
  expect((await wrong(upload)).lost).toBeUndefined();
});
