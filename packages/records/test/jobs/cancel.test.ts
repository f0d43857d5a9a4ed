import type { Item } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, rejectItems, reopenUpload } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { createJobActs, LEASE, sumOf, NONE } from "../support/job-acts.ts";

const db = await testDatabase({ max: 20 });
const { newUpload, contactsOf, holdCommit, blockedBackend } = createJobActs(db);

describe("cancel", () => {
  test("what was committed stays, the rest is cancelled and never applied", async () => {
    const upload = await newUpload();
    await upload.take(0, 5);
    await commitOnce(db, upload.rows(0, 2));
    const outcome = await upload.cancel();
    const counts = { ...NONE, total: 5, created: 2, cancelled: 3 };
    expect(outcome).toMatchObject({ kind: "cancelled", job: { status: "cancelled", counts } });
    const { outcomes, skipped } = await commitOnce(db, upload.rows(2, 5));
    expect([outcomes.length, skipped]).toEqual([0, 3]);
    await rejectItems(db, [upload.rejection(6)]);
    expect(await contactsOf(upload.teamId)).toBe(2);
    expect(await upload.end()).toEqual([]);
    const job = await upload.read();
    expect(outcome).toEqual({ kind: "cancelled", job });
    expect(await upload.cancel()).toEqual({ kind: "ended", job });
    expect(await upload.leftCounts()).toBe(0);
    expect(await upload.take(5, 6)).toBe(false);
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(false);
  });

  test("rows beyond those that were taken don't stand for those that were", async () => {
    const upload = await newUpload();
    await upload.take(0, 4);
    await commitOnce(db, upload.rows(3, 6));
    expect(await upload.cancel()).toMatchObject({
      job: { counts: { ...NONE, total: 6, created: 3, cancelled: 3 } },
    });
  });

  test("waits for the commit that is under way, and counts it", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    const { committing, go } = await holdCommit([upload.row(0)]);
    const cancelling = upload.cancel();
    await blockedBackend();
    go();
    await committing;
    expect(await cancelling).toMatchObject({ job: { counts: { total: 2, created: 1, cancelled: 1 } } });
    expect(await contactsOf(upload.teamId)).toBe(1);
  });

  test("while it goes on the job's rows are left aside, and others are applied", async () => {
    const [upload, other] = [await newUpload(), await newUpload()];
    await upload.take(0, 1);
    await other.take(0, 1);
    const [held, free] = [upload.row(0), other.row(0)];
    const cancelling = await db.transaction().execute(async (trx) => {
      await sql`select from jobs where job_id = ${upload.name.jobId} for update`.execute(trx);
      const outcome = upload.cancel();
      await blockedBackend();
      const report = await commitOnce(db, [held, free]);
      expect(report.outcomes.map(({ item }) => item)).toEqual([free]);
      expect(report.held).toEqual([held]);
      return { outcome };
    });
    expect(await cancelling.outcome).toMatchObject({ kind: "cancelled" });
    expect(await commitOnce(db, [held])).toMatchObject({ outcomes: [], held: [], skipped: 1 });
  });

  test("in a race with commits, rejections, the upload and the end: it adds up, and one end stands", async () => {
    for (let round = 0; round < 10; round++) {
      const upload = await newUpload();
      const [first, wrong] = [upload.rows(0, 20), [20, 21].map(upload.rejection)];
      const committing = async (items: readonly Item[]) => {
        for (const item of items) await commitItems(db, [item]);
      };
      const uploading = (async () => {
        for (let from = 0; from < 22; from += 2) if (!(await upload.take(from, from + 2))) return;
        await upload.complete();
      })();
      const cancelling = (async () => {
        await sql`select pg_sleep(${round * 0.004})`.execute(db);
        const outcome = await upload.cancel();
        return { outcome, applied: await contactsOf(upload.teamId) };
      })();
      await Promise.all([
        uploading,
        committing(first.slice(0, 10)),
        committing(first.slice(10)),
        rejectItems(db, wrong),
        upload.end(),
        cancelling,
      ]);
      const { outcome, applied } = await cancelling;
      if (outcome.kind === "not-found") throw new Error("the job is gone");
      const { counts, rowsTaken } = outcome.job;
      expect(sumOf(counts)).toBe(counts.total);
      expect(counts.total).toBeGreaterThanOrEqual(rowsTaken);
      expect(counts.created).toBe(applied);
      expect(await contactsOf(upload.teamId)).toBe(applied);
      expect(await upload.read()).toEqual(outcome.job);
    }
  });
});
