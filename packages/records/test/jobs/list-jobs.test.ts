import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  cancelJob,
  commitOnce,
  createJob,
  endUpload,
  listJobs,
  maintainReceipts,
  planRows,
  readInputNames,
  readJob,
  readResults,
  rejectItems,
  reopenUpload,
  takeRows,
} from "../../src/index.ts";
import { createJobActs, DIGEST, LEASE } from "../support/job-acts.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { newUpload } = createJobActs(db);

describe("tenancy", () => {
  test("what happens to a job happens to no other, of the team or of another", async () => {
    const mine = await newUpload();
    const others = [await newUpload({ teamId: mine.teamId }), await newUpload()];
    for (const other of others) {
      await other.take(0, 1);
      await planRows(db, other.name, { from: 1, to: 3, clock: 1_000 });
    }
    const before = await Promise.all(others.map((other) => other.read()));
    await planRows(db, mine.name, { from: 0, to: 5, clock: 2_000 });
    await mine.take(0, 5);
    await planRows(db, mine.name, { from: 5, to: 9, clock: 3_000 });
    await mine.breakOff(LEASE);
    await reopenUpload(db, mine.name, LEASE);
    await mine.complete();
    await cancelJob(db, mine.teamId, mine.name.jobId);
    expect(await Promise.all(others.map((other) => other.read()))).toEqual(before);
  });

  test("another team's job is not there", async () => {
    const [one, other] = [await newUpload(), await newUpload()];
    const { jobId } = one.name;
    const stolen = { ...one.name, teamId: other.teamId };
    await one.take(0, 1);
    await rejectItems(db, [one.rejection(0)]);
    expect(await readJob(db, other.teamId, jobId)).toBeUndefined();
    expect(await cancelJob(db, other.teamId, jobId)).toEqual({ kind: "not-found" });
    expect(await takeRows(db, stolen, { from: 1, to: 2, digest: DIGEST, leaseSeconds: LEASE })).toBe(false);
    expect(await planRows(db, stolen, { from: 1, to: 2, clock: 1_000 })).toBe(false);
    expect(await reopenUpload(db, stolen, LEASE)).toBe(false);
    await endUpload(db, stolen, { problem: "no", leaseSeconds: 0 });
    expect(await readResults(db, stolen, { limit: 10 })).toEqual({ results: [] });
    expect(await readInputNames(db, stolen, 10)).toEqual(new Set());
    expect(await one.read()).toMatchObject({ upload: "open", rowsTaken: 1 });
    expect((await listJobs(db, other.teamId, { limit: 10 })).map((job) => job.jobId)).toEqual([
      other.name.jobId,
    ]);
  });
});

describe("the list", () => {
  test("is newest first, by pages, by status, and none before a time", async () => {
    const { teamId, userId, item } = await newTeam(db);
    const name = (at: number) => ({ teamId, jobId: `job_${at}`, acceptedAt: at });
    const options = { onConflict: "prefer", dryRun: false } as const;
    for (const at of [1_001, 1_002, 1_003, 1_004])
      await createJob(db, {
        ...name(at),
        entity: "contact",
        userId,
        keyId: "key_test",
        options,
        leaseSeconds: 60,
      });
    await cancelJob(db, teamId, "job_1001");
    const row = item({ identifiers: [email("jane@example.com")] });
    await commitOnce(db, [{ ...row, ref: { ...row.ref, ...name(1_003), row: 0, upload: true } }]);
    const list = async (page: Omit<Parameters<typeof listJobs>[2], "limit"> & { limit?: number }) =>
      (await listJobs(db, teamId, { limit: 10, ...page })).map(({ jobId }) => jobId.slice(4));
    expect(await list({})).toEqual(["1004", "1003", "1002", "1001"]);
    expect(await list({ limit: 2 })).toEqual(["1004", "1003"]);
    expect(await list({ before: "job_1003" })).toEqual(["1002", "1001"]);
    expect(await list({ status: "cancelled" })).toEqual(["1001"]);
    expect(await list({ status: "queued" })).toEqual(["1004", "1002"]);
    expect(await list({ status: "active" })).toEqual(["1003"]);
    expect(await list({ status: "completed" })).toEqual([]);
    expect(await list({ since: 1_003 })).toEqual(["1004", "1003"]);
  });

  test("what has ended is deleted with its receipts, what hasn't stays", async () => {
    const old = Date.now() - 40 * 86_400_000;
    const [ended, open] = [await newUpload({ acceptedAt: old }), await newUpload({ acceptedAt: old })];
    await ended.cancel();
    await maintainReceipts(db, { retentionDays: 30 });
    expect(await readJob(db, ended.teamId, ended.name.jobId)).toBeUndefined();
    expect(await readJob(db, open.teamId, open.name.jobId)).toBeDefined();
    await open.cancel();
  });
});
