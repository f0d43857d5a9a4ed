import type { Item, JobCounts, Upsert } from "@onefold/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  cancelJob,
  claimIdempotencyKey,
  commitOnce,
  commitItems,
  createJob,
  deleteRecord,
  endJobs,
  endUpload,
  listJobs,
  maintainReceipts,
  planRows,
  PAGE_MAX_BYTES,
  readInputNames,
  readJob,
  readResults,
  rejectItems,
  reopenUpload,
  takeRows,
} from "../../src/index.ts";
import type { UploadJob, NewJob, Rejection, ResultsRequest } from "../../src/index.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });

const DIGEST = Buffer.from("digest");
const LEASE = 60;
let jobs = 0;

/** An upload job of a team of its own, its upload open, and what an upload and a worker do with it. */
async function newUpload(more: Partial<NewJob> = {}) {
  const team = await newTeam(db);
  const { teamId, userId } = { ...team, ...more };
  const acceptedAt = Date.now();
  const jobId = `job_uploa${String(++jobs).padStart(5, "0")}`;
  const name = { teamId, jobId, acceptedAt };
  const options = { onConflict: "prefer", dryRun: false } as const;
  await createJob(db, {
    ...name,
    entity: "contact",
    userId,
    keyId: "key_test",
    options,
    leaseSeconds: LEASE,
    ...more,
  });

  function row(number: number, upsert: Partial<Upsert> = {}): Item {
    const made = team.item({ identifiers: [email(`p${number}@example.com`)], ...upsert });
    return { ...made, ref: { ...name, row: number, upload: true } };
  }
  function rejection(number: number): Rejection {
    const { ref, clock } = team.item({});
    const result = {
      outcome: "rejected",
      code: "INVALID_EMAIL",
      message: "no",
      input: { email: "no" },
    } as const;
    return { ref: { ...ref, ...name, row: number, upload: true }, clock, keyId: "key_test", result };
  }
  return {
    ...team,
    name,
    row,
    rejection,
    rows: (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i)),
    take: (from: number, to: number, leaseSeconds = LEASE) =>
      takeRows(db, name, { from, to, digest: DIGEST, leaseSeconds }),
    complete: () => endUpload(db, name, { leaseSeconds: LEASE }),
    breakOff: (leaseSeconds = 0) => endUpload(db, name, { problem: "The connection broke.", leaseSeconds }),
    read: async () => {
      const job = await readJob(db, teamId, jobId);
      if (!job) throw new Error("the job is gone");
      return job;
    },
    cancel: async () => cancelJob(db, teamId, jobId),
    end: async () => (await endJobs(db)).filter((job) => job.jobId === jobId),
    leftCounts: async () => {
      const { rows } = await sql`select from job_counts where job_id = ${jobId}`.execute(db);
      return rows.length;
    },
  };
}

const NONE = { pending: 0, created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };

function sumOf(counts: JobCounts): number {
  const { pending, created, updated, unmodified, rejected, cancelled } = counts;
  return pending + created + updated + unmodified + rejected + cancelled;
}

async function contactsOf(teamId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from contacts where team_id = ${teamId}`.execute(db);
  return rows[0]?.n ?? -1;
}

describe("a job's way", () => {
  test("from queued over active to its end, which is stamped once", async () => {
    const upload = await newUpload();
    expect(await upload.read()).toMatchObject({ status: "queued", upload: "open", rowsTaken: 0 });
    expect(await upload.take(0, 3)).toBe(true);
    expect(await upload.read()).toMatchObject({
      status: "queued",
      counts: { ...NONE, total: 3, pending: 3 },
    });
    await commitOnce(db, [upload.row(0), upload.row(1)]);
    await rejectItems(db, [upload.rejection(2)]);
    expect(await upload.read()).toMatchObject({ status: "active", counts: { total: 3, pending: 0 } });
    // More may come.
    expect(await upload.end()).toEqual([]);
    await upload.complete();
    const ended = await upload.end();
    const counts = { ...NONE, total: 3, created: 2, rejected: 1 };
    expect(ended).toMatchObject([{ status: "completed_with_errors", counts }]);
    expect(await upload.read()).toEqual(ended[0]);
    expect(await upload.end()).toEqual([]);
    expect(await upload.leftCounts()).toBe(0);
    expect(await upload.read()).toEqual(ended[0]);
  });

  test.each([
    ["all done", [0, 1], [], "completed", { created: 2 }],
    ["all rejected", [], [0, 1], "failed", { rejected: 2 }],
    ["no rows", [], [], "completed", {}],
  ] as const)("%s", async (_, good, bad, status, counts) => {
    const upload = await newUpload();
    if (good.length + bad.length > 0) await upload.take(0, good.length + bad.length);
    await commitOnce(
      db,
      good.map((row) => upload.row(row)),
    );
    await rejectItems(db, bad.map(upload.rejection));
    await upload.complete();
    const total = good.length + bad.length;
    expect(await upload.end()).toMatchObject([{ status, counts: { ...NONE, total, ...counts } }]);
  });

  test("what is done before it is noted as taken is counted, never as less than nothing pending", async () => {
    const upload = await newUpload();
    await commitOnce(db, upload.rows(0, 5));
    expect((await upload.read()).counts).toMatchObject({ total: 5, pending: 0, created: 5 });
    await upload.take(0, 8);
    expect((await upload.read()).counts).toMatchObject({ total: 8, pending: 3 });
  });

  test("conflicts count, applied or not", async () => {
    const upload = await newUpload();
    await commitOnce(db, [
      upload.item({ identifiers: [email("jane@example.com")] }),
      upload.item({ identifiers: [linkedin("john")] }),
    ]);
    const identifiers = [email("jane@example.com"), linkedin("john")];
    await upload.take(0, 2);
    await commitOnce(db, [
      upload.row(0, { identifiers, onConflict: "strict" }),
      upload.row(1, { identifiers, set: { firstName: "Jane" } }),
    ]);
    expect((await upload.read()).counts).toMatchObject({ rejected: 1, updated: 1, conflicts: 2 });
  });
});

describe("counts are exact", () => {
  test("however often, together with whatever and in whatever order rows are delivered", async () => {
    const delivery = fc.array(fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(delivery, async (deliveries) => {
        const upload = await newUpload();
        await upload.take(0, 12);
        // Rows 9 to 11 are wrong.
        const rows = upload.rows(0, 9);
        const wrong = [9, 10, 11].map(upload.rejection);
        const deliver = async (numbers: readonly number[]) => {
          const items = numbers.flatMap((number) => rows[number] ?? []);
          const rejections = numbers.flatMap((number) => wrong[number - 9] ?? []);
          await Promise.all([commitItems(db, items), rejectItems(db, rejections)]);
        };
        await Promise.all(deliveries.map(deliver));
        const reached = new Set(deliveries.flat());
        const counts = {
          total: 12,
          pending: 12 - reached.size,
          created: [...reached].filter((number) => number < 9).length,
          rejected: [...reached].filter((number) => number >= 9).length,
        };
        expect((await upload.read()).counts).toEqual({ ...NONE, ...counts });
        await upload.complete();
        expect(await upload.end()).toHaveLength(reached.size === 12 ? 1 : 0);
        await deliver(Array.from({ length: 12 }, (_, i) => i));
        if (reached.size < 12) await upload.end();
        const job = await upload.read();
        expect(job).toMatchObject({
          status: "completed_with_errors",
          counts: { ...NONE, total: 12, created: 9, rejected: 3 },
        });
        // A copy of a row that is done changes nothing any more.
        await deliver([0, 9]);
        expect(await upload.read()).toEqual(job);
        expect(await upload.leftCounts()).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  test("a rejection given twice at once is counted once, and a row has one end", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    const rejection = upload.rejection(0);
    await rejectItems(db, [rejection, rejection]);
    await Promise.all(Array.from({ length: 5 }, () => rejectItems(db, [rejection])));
    await commitOnce(db, [upload.row(0), upload.row(1)]);
    await rejectItems(db, [upload.rejection(1)]);
    expect((await upload.read()).counts).toMatchObject({ total: 2, pending: 0, created: 1, rejected: 1 });
  });

  test("a row that the database refuses is rejected with its input, and counted", async () => {
    const upload = await newUpload();
    await sql`
      alter table contacts add constraint refuse check (fields ->> 'industry' <> 'refused')`.execute(db);
    try {
      await upload.take(0, 2);
      await commitItems(db, [upload.row(0, { set: { industry: "refused" } }), upload.row(1)]);
    } finally {
      await sql`alter table contacts drop constraint refuse`.execute(db);
    }
    expect((await upload.read()).counts).toMatchObject({ created: 1, rejected: 1 });
    const { results } = await readResults(db, upload.name, { outcome: "rejected", limit: 10 });
    expect(results).toMatchObject([
      { row: 0, result: { code: "UNPROCESSABLE", input: { email: "p0@example.com", industry: "refused" } } },
    ]);
  });
});

describe("the end", () => {
  test("of several callers at once, one ends the job", async () => {
    const upload = await newUpload();
    await upload.take(0, 1);
    await commitOnce(db, [upload.row(0)]);
    await upload.complete();
    const ended = (await Promise.all(Array.from({ length: 8 }, () => endJobs(db)))).flat();
    expect(ended.filter(({ jobId }) => jobId === upload.name.jobId)).toHaveLength(1);
  });

  test("waits for a commit that is under way, and tells of it", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    await commitOnce(db, [upload.row(0)]);
    await upload.complete();
    const { committing, go } = await holdCommit([upload.row(1)]);
    expect(await upload.end()).toEqual([]);
    go();
    await committing;
    expect(await upload.end()).toMatchObject([{ counts: { total: 2, created: 2 } }]);
  });

  test("needs every row that was taken, whatever was added beyond them", async () => {
    const upload = await newUpload();
    await upload.take(0, 4);
    // Rows 4 to 7 were added when the upload broke off, and not noted.
    await commitOnce(db, upload.rows(2, 8));
    await upload.breakOff();
    expect(await upload.end()).toEqual([]);
    await commitOnce(db, upload.rows(0, 2));
    expect(await upload.end()).toMatchObject([
      { status: "completed_with_errors", counts: { ...NONE, total: 8, created: 8 } },
    ]);
  });

  test("so too where it was sent again and came to a shorter end", async () => {
    const upload = await newUpload();
    await upload.take(0, 4);
    await commitOnce(db, upload.rows(2, 8));
    await upload.breakOff(LEASE);
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(true);
    await upload.complete();
    expect(await upload.end()).toEqual([]);
    await commitOnce(db, upload.rows(0, 2));
    expect(await upload.end()).toMatchObject([{ status: "completed", counts: { total: 8, created: 8 } }]);
  });

  test("a broken upload of which nothing was applied has failed", async () => {
    const upload = await newUpload();
    await upload.breakOff();
    expect(await upload.end()).toMatchObject([
      { status: "failed", uploadProblem: "The connection broke.", counts: { ...NONE, total: 0 } },
    ]);
  });
});

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

describe("results", () => {
  test("by outcome and page, those of erased records among what they were", async () => {
    const upload = await newUpload();
    await commitOnce(db, upload.rows(0, 3));
    await commitOnce(db, [
      upload.row(3, { identifiers: [email("p0@example.com")] }),
      upload.row(4, { identifiers: [email("p1@example.com")], set: { firstName: "Jane" } }),
    ]);
    await rejectItems(db, [5, 6].map(upload.rejection));
    const created = await all(upload.name, { outcome: "created", limit: 2 });
    expect(created.map(({ row }) => row)).toEqual([0, 1, 2]);
    const recordId = created[2]?.result.outcome === "created" ? created[2].result.record.recordId : "";
    await deleteRecord(db, upload.operation(), { entity: "contact", name: { recordId }, force: false });
    const rowsOf = async (outcome?: NonNullable<ResultsRequest["outcome"]>) =>
      (await all(upload.name, { limit: 2, ...(outcome && { outcome }) })).map(({ row }) => row);
    expect(await rowsOf()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await rowsOf("created")).toEqual([0, 1, 2]);
    expect(await rowsOf("unmodified")).toEqual([3]);
    expect(await rowsOf("updated")).toEqual([4]);
    expect(await rowsOf("rejected")).toEqual([5, 6]);
    expect(await readInputNames(db, upload.name, 10)).toEqual(new Set(["email"]));
  });

  test("of a large job, few of which have the outcome, come in bounded looks", async () => {
    const upload = await newUpload();
    const { teamId, jobId, acceptedAt } = upload.name;
    await sql`
      insert into receipts (team_id, day, job_id, "row", clock, record_id, result)
      select ${teamId}, ${new Date(acceptedAt).toISOString().slice(0, 10)}::date, ${jobId}, n, n, 'ctc_x',
             '{"outcome": "erased", "applied": "created"}'::json
        from generate_series(0, 25000) n`.execute(db);
    await sql`
      update receipts set result = '{"outcome": "erased", "applied": "updated"}'
       where job_id = ${jobId} and "row" in (7, 24999)`.execute(db);
    const first = await readResults(db, upload.name, { outcome: "updated", limit: 10 });
    expect(first).toMatchObject({ results: [{ row: 7 }], next: 9_999 });
    const found = await all(upload.name, { outcome: "updated", limit: 10 });
    expect(found.map(({ row }) => row)).toEqual([7, 24_999]);
    expect(await all(upload.name, { limit: 1_000 })).toHaveLength(25_001);
  });

  test("of large rows end their page early, in whatever order large and small ones come", async () => {
    const upload = await newUpload();
    const [large, small] = ["x".repeat(300_000), "x"];
    const rows = Array.from({ length: 24 }, (_, row) => row);
    await rejectItems(
      db,
      rows.map((row) => {
        const rejection = upload.rejection(row);
        const input = { note: row % 4 ? large : small, [`name ${row}`]: "x" };
        return { ...rejection, result: { ...rejection.result, input } };
      }),
    );
    for (const outcome of [undefined, "rejected", "created"] as const) {
      const request = { limit: 1_000, ...(outcome && { outcome }) };
      const first = await readResults(db, upload.name, request);
      expect(JSON.stringify(first.results).length).toBeLessThan(PAGE_MAX_BYTES + 400_000);
      const found = await all(upload.name, request);
      expect(found.map(({ row }) => row)).toEqual(outcome === "created" ? [] : rows);
    }
    expect((await readResults(db, upload.name, { limit: 1_000 })).results).toHaveLength(19);
  });

  test("of large rows are written a few in each statement", async () => {
    const upload = await newUpload();
    let longest = 0;
    const measured = db.withPlugin({
      transformQuery({ node }) {
        longest = Math.max(longest, JSON.stringify(node).length);
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    await rejectItems(
      measured,
      Array.from({ length: 24 }, (_, row) => {
        const rejection = upload.rejection(row);
        return { ...rejection, result: { ...rejection.result, input: { note: "x".repeat(250_000) } } };
      }),
    );
    expect(await all(upload.name, { limit: 1_000 })).toHaveLength(24);
    expect(longest).toBeGreaterThan(1_200_000);
    expect(longest).toBeLessThan(2.2 * 1024 * 1024);
  });

  test("give the names of fields up to a limit", async () => {
    const upload = await newUpload();
    const inputOf = (row: number) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, field) => [`r${row} f${field}`, "x"]));
    await rejectItems(
      db,
      Array.from({ length: 100 }, (_, row) => {
        const rejection = upload.rejection(row);
        return { ...rejection, result: { ...rejection.result, input: inputOf(row) } };
      }),
    );
    expect((await readInputNames(db, upload.name, 5_000)).size).toBe(5_000);
    expect((await readInputNames(db, upload.name, 70)).size).toBe(71);
  });
});

async function all(job: Pick<UploadJob, "teamId" | "jobId" | "acceptedAt">, request: ResultsRequest) {
  const found = [];
  for (let after = -1; ;) {
    const { results, next } = await readResults(db, job, { ...request, after });
    found.push(...results);
    if (next === undefined) return found;
    after = next;
  }
}

/** A commit that stands right before its end until it is told to go. */
async function holdCommit(items: readonly Item[]) {
  const atPoint = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const committing = commitOnce(db, items, {
    onPoint: async (point) => {
      if (point !== "before-commit") return;
      atPoint.resolve();
      await released.promise;
    },
  });
  await atPoint.promise;
  return { committing, go: released.resolve };
}

/** Settles when some backend of this database waits for a lock. */
async function blockedBackend(): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const { rows } = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      db,
    );
    if (rows.length > 0) return;
  }
  throw new Error("nobody waits for a lock");
}
