import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, endJobs, endUpload, takeRows } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { createJobActs, DIGEST } from "../support/job-acts.ts";
import { createLook } from "./support/look.ts";

const db = await testDatabase({ max: 2 });
const { newUpload } = createJobActs(db);
const { found, wrong } = createLook(db);

const old = (jobId: string) =>
  sql`
  with receipts_of as (update receipts set finished_at = now() - interval '20 minutes' where job_id = ${jobId})
  update jobs set lease_until = now() - interval '20 minutes' where job_id = ${jobId}`.execute(db);

test("one that is open though each row has its receipt, and one that was opened again", async () => {
  const upload = await newUpload();
  const { jobId } = upload.name;
  await upload.take(0, 2);
  await commitItems(db, upload.rows(0, 2));
  await endUpload(db, upload.name, { leaseSeconds: 0 });
  expect(await wrong(upload)).toEqual({});
  await old(jobId);
  const due = [expect.objectContaining({ jobId, what: expect.stringContaining("each of its rows") })];
  expect(await wrong(upload)).toEqual({ pastDue: due });
  expect(await upload.end()).toHaveLength(1);
  expect(await wrong(upload)).toEqual({});
  await sql`update jobs set status = null, counts = null, finished_at = null where job_id = ${jobId}`.execute(
    db,
  );
  expect(await wrong(upload)).toEqual({ pastDue: due });
});

test("one whose rows wait, unless some are applied", async () => {
  const upload = await newUpload();
  const { jobId } = upload.name;
  await takeRows(db, upload.name, { from: 0, to: 3, digest: DIGEST, leaseSeconds: 60 });
  await commitOnce(db, upload.rows(0, 1));
  await endUpload(db, upload.name, { leaseSeconds: 0 });
  await old(jobId);
  expect(await wrong(upload)).toEqual({
    pastDue: [expect.objectContaining({ jobId, what: expect.stringContaining("2 of its rows wait") })],
  });
  await commitOnce(db, upload.rows(1, 2));
  const { found: all, unjudged } = await found(upload);
  expect([all.pastDue.count, unjudged.itemsQueued]).toEqual([0, 1]);
  await commitOnce(db, upload.rows(2, 3));
  await endJobs(db);
  expect(await wrong(upload)).toEqual({});
});

test("an upload that fell silent, and that nobody gave up", async () => {
  const upload = await newUpload();
  await old(upload.name.jobId);
  expect(await wrong(upload)).toMatchObject({ pastDue: [{ jobId: upload.name.jobId }] });
  await endJobs(db);
});
