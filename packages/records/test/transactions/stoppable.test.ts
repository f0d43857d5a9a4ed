import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  continueErasures,
  deleteRecord,
  endExpiredJobs,
  endJobs,
  maintainReceipts,
  purgeIdempotencyKeys,
} from "../../src/index.ts";
import { createJobActs } from "../support/job-acts.ts";
import { byEmail } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import { claimIdempotencyKey } from "../support/one-key.ts";

const db = await testDatabase();
const { newUpload } = createJobActs(db);
const stopped = { signal: AbortSignal.abort() };

test("told to stop, the end of jobs begins none and gives up no upload; the next call does", async () => {
  const [full, silent] = [await newUpload(), await newUpload({ leaseSeconds: -1 })];
  await full.complete();
  expect(await endJobs(db, stopped)).toEqual([]);
  expect([(await full.read()).status, (await silent.read()).upload]).toEqual(["queued", "open"]);
  const ended = (await endJobs(db)).map(({ jobId }) => jobId);
  expect(ended).toContain(full.name.jobId);
  expect((await silent.read()).upload).toBe("broken");
});

test("so do jobs past the retention, old keys, erasures and old days", async () => {
  const upload = await newUpload();
  await sql`update jobs set accepted_at = now() - interval '40 days' where job_id = ${upload.name.jobId}`.execute(
    db,
  );
  expect(await endExpiredJobs(db, { retentionDays: 30, ...stopped })).toEqual({ ended: 0, lost: 0 });
  expect((await endExpiredJobs(db, { retentionDays: 30 })).ended).toBe(1);

  for (const key of ["one", "two"]) {
    const name = { teamId: "tea_1", route: "POST /api/contacts", keyHash: Buffer.from(key) };
    const claim = { jobId: "job_1", clock: 1, fingerprint: Buffer.from("f") };
    await claimIdempotencyKey(db, name, claim, { maxAgeDays: 30 });
  }
  await sql`update idempotency_keys set created_at = now() - interval '3 days'`.execute(db);
  const old = { retentionHours: 48, maxRows: 1 };
  expect(await purgeIdempotencyKeys(db, { ...old, ...stopped })).toBe(1);
  expect(await purgeIdempotencyKeys(db, old)).toBe(1);

  const team = await newTeam(db);
  await commitOnce(db, [team.item({ identifiers: [email("jane@example.com")] })]);
  const erased = { entity: "contact", name: byEmail("jane@example.com"), force: false } as const;
  await deleteRecord(db, team.operation(), erased);
  expect(await continueErasures(db, stopped)).toBe(0);
  await expect.poll(() => continueErasures(db), { timeout: 30_000 }).toBe(1);

  await sql`select create_receipts_day('2020-01-01'::date), create_receipts_day('2020-01-02'::date)`.execute(
    db,
  );
  expect(await maintainReceipts(db, { retentionDays: 30, ...stopped })).toEqual(["receipts_20200101"]);
  expect(await maintainReceipts(db, { retentionDays: 30 })).toEqual(["receipts_20200102"]);
});
