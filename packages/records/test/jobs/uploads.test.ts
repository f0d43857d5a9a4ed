import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { cancelJob, commitOnce, planRows, reopenUpload } from "../../src/index.ts";
import { createJobActs, DIGEST, LEASE } from "../support/job-acts.ts";
import { claimIdempotencyKey } from "../support/one-key.ts";

const db = await testDatabase({ max: 20 });
const { newUpload } = createJobActs(db);

describe("uploads", () => {
  test("of two that send the same rows one takes them", async () => {
    const upload = await newUpload();
    const taken = await Promise.all(Array.from({ length: 6 }, () => upload.take(0, 5)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await upload.read()).toMatchObject({ rowsTaken: 5, rowsDigest: DIGEST });
    expect(await upload.take(3, 9)).toBe(false);
    expect(await upload.take(5, 9)).toBe(true);
  });

  test("of two that plan the same rows one sends them, under its clocks", async () => {
    const upload = await newUpload();
    const plan = { from: 0, to: 5, clock: 1_000 };
    expect(await planRows(db, upload.name, plan)).toBe(true);
    expect(await planRows(db, upload.name, { from: 0, to: 5, clock: 2_000 })).toBe(false);
    expect(await planRows(db, upload.name, { from: 0, to: 9, clock: 3_000 })).toBe(false);
    expect((await upload.read()).planned).toEqual(plan);
    // Its answer got lost.
    expect(await planRows(db, upload.name, plan)).toBe(true);
    expect(await upload.take(0, 5)).toBe(true);
    expect(await planRows(db, upload.name, { from: 5, to: 9, clock: 4_000 })).toBe(true);
  });

  test("one that is cancelled while it is open is open no longer", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    await cancelJob(db, upload.name.teamId, upload.name.jobId);
    expect(await upload.read()).toMatchObject({ upload: "broken", uploadProblem: "The job was cancelled." });
  });

  test("an open one that falls silent is given up, and its job ends", async () => {
    const upload = await newUpload({ leaseSeconds: 0 });
    expect(await upload.take(0, 1, 0)).toBe(true);
    await commitOnce(db, [upload.row(0)]);
    expect(await upload.end()).toMatchObject([
      { status: "completed_with_errors", upload: "broken", uploadProblem: "The upload fell silent." },
    ]);
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(false);
    expect(await upload.take(1, 2)).toBe(false);
  });

  test("one with a key that falls silent can be sent again, and the job waits for that", async () => {
    const upload = await newUpload({ leaseSeconds: 0 });
    const { teamId, jobId } = upload.name;
    const key = { teamId, route: "POST /api/contacts/batch", keyHash: Buffer.from(jobId) };
    await claimIdempotencyKey(
      db,
      key,
      { jobId, clock: 1, fingerprint: Buffer.from("same") },
      { maxAgeDays: 30 },
    );
    await upload.take(0, 1, 0);
    await commitOnce(db, [upload.row(0)]);
    expect(await upload.end()).toEqual([]);
    expect(await upload.read()).toMatchObject({ status: "active", upload: "broken" });
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(true);
    expect((await upload.read()).uploadProblem).toBeUndefined();
    expect(await upload.take(1, 2)).toBe(true);
    await commitOnce(db, [upload.row(1)]);
    await upload.complete();
    expect(await upload.end()).toMatchObject([{ status: "completed", counts: { total: 2, created: 2 } }]);
  });

  test("one with a lease is not given up", async () => {
    const upload = await newUpload();
    await upload.breakOff(LEASE);
    expect(await upload.end()).toEqual([]);
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(true);
    expect(await upload.end()).toEqual([]);
    await upload.breakOff();
    expect(await upload.end()).toHaveLength(1);
  });

  test("the process that notices late that its client went doesn't stop the one that goes on", async () => {
    const upload = await newUpload();
    await upload.take(0, 1);
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(true);
    await upload.breakOff(LEASE);
    expect(await upload.take(1, 2)).toBe(true);
    expect(await upload.read()).toMatchObject({ upload: "open" });
    await upload.breakOff(LEASE);
    await upload.complete();
    const job = await upload.read();
    expect(job.upload).toBe("complete");
    expect(job.uploadProblem).toBeUndefined();
    // And a complete one stays so.
    await upload.breakOff();
    expect((await upload.read()).upload).toBe("complete");
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(false);
    expect(await upload.take(2, 3)).toBe(false);
  });

  test("rows are taken before the end or refused, never lost between", async () => {
    for (let round = 0; round < 20; round++) {
      const upload = await newUpload();
      await upload.take(0, 1);
      await commitOnce(db, [upload.row(0)]);
      await upload.breakOff();
      const again = (async () => (await reopenUpload(db, upload.name, LEASE)) && (await upload.take(1, 2)))();
      const [isTaken] = await Promise.all([again, upload.end(), upload.end()]);
      const job = await upload.read();
      if (job.finishedAt === undefined) expect(isTaken).toBe(true);
      else expect(job).toMatchObject({ rowsTaken: 1, counts: { total: 1 } });
    }
  });
});
