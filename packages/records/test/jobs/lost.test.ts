import type { Item } from "@onefold/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  createJob,
  endExpiredJobs,
  endJobs,
  endUpload,
  isLost,
  loseRows,
  maintainReceipts,
  missingRows,
  readJob,
  readResults,
  settleLost,
  takeRows,
} from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase();
const DAY_MS = 86_400_000;
let jobs = 0;

const passed = (passedBefore: number) => ({ passedBefore, lookedAt: Date.now() });

type Team = Awaited<ReturnType<typeof newTeam>>;

async function newUpload({ dryRun = false, acceptedAt = Date.now(), retryOf = "" } = {}, of?: Team) {
  const team = of ?? (await newTeam(db));
  const { teamId, userId } = team;
  const name = { teamId, jobId: `job_lost${String(++jobs).padStart(4, "0")}`, acceptedAt };
  const options = { onConflict: "prefer", dryRun } as const;
  const job = { ...name, entity: "contact", userId, keyId: "key_test", options, leaseSeconds: 60 } as const;
  await createJob(db, retryOf === "" ? job : { ...job, retryOf });
  const row = (number: number): Item => {
    const made = team.item({ identifiers: [email(`r${number}@example.com`)], ...(dryRun && { dryRun }) });
    return { ...made, ref: { ...name, row: number, upload: true } };
  };
  const read = async () => {
    const found = await readJob(db, teamId, name.jobId);
    if (!found) throw new Error("the job is gone");
    return found;
  };
  return {
    team,
    name,
    row,
    read,
    take: (from: number, to: number) =>
      takeRows(db, name, { from, to, digest: Buffer.from("digest"), leaseSeconds: 60 }),
    complete: () => endUpload(db, name, { leaseSeconds: 0 }),
    lost: async (before = Date.now() + 1_000) => (await loseRows(db, passed(before))).get(name.jobId) ?? 0,
    end: async () => (await endJobs(db)).find(({ jobId }) => jobId === name.jobId),
  };
}

test("rows of before that time without a receipt are lost; one that is applied late all the same is not", async () => {
  const { name, row, read, take, complete, lost, end } = await newUpload();
  await take(0, 4);
  await commitOnce(db, [row(0), row(2)]);
  await complete();
  expect(await lost(Date.now() - 60_000)).toBe(0);
  expect(await lost()).toBe(2);
  expect((await commitOnce(db, [row(1)])).skipped).toBe(1);
  expect((await end())?.status).toBe("failed");
  expect((await read()).counts).toMatchObject({ total: 4, created: 2, rejected: 2, lost: 2, pending: 0 });
  const { results } = await readResults(db, name, { outcome: "rejected", limit: 10 });
  expect(results.map(({ row: number, result }) => [number, "code" in result && result.code])).toEqual([
    [1, "LOST"],
    [3, "LOST"],
  ]);
  expect(await lost()).toBe(0);
});

test("of an upload that goes on, only the rows are lost that were there at a look before that time", async () => {
  const { row, read, take, lost, end } = await newUpload();
  await take(0, 3);
  // The first look notes how many there are.
  expect(await lost()).toBe(0);
  await take(3, 5);
  await commitOnce(db, [row(1)]);
  expect(await lost()).toBe(2);
  expect(await end()).toBeUndefined();
  expect((await read()).counts).toMatchObject({ total: 5, pending: 2, created: 1, rejected: 2, lost: 2 });
});

/** An item that was accepted in a minute: no other test's watermark is as late. */
async function newSingle(team: Team, acceptedAt = Date.now() + 60_000) {
  const made = team.item({ identifiers: [email(`single${++jobs}@example.com`)] });
  return { ...made, ref: { ...made.ref, acceptedAt } };
}

test("a single request is lost once the queue holds nothing as old; then it is final", async () => {
  const team = await newTeam(db);
  const [gone, there] = [await newSingle(team), await newSingle(team)];
  expect(await settleLost(db, gone.ref)).toEqual({ kind: "open" });
  await commitOnce(db, [there]);
  await loseRows(db, passed(gone.ref.acceptedAt + 1_000));
  expect(await settleLost(db, there.ref)).toMatchObject({
    kind: "known",
    receipt: { result: { outcome: "created" } },
  });
  // Of any number that find out at once, one does so first.
  const told = await Promise.all(Array.from({ length: 5 }, () => settleLost(db, gone.ref)));
  expect(told.map(({ kind }) => kind).toSorted()).toEqual(["known", "known", "known", "known", "lost"]);
  expect(told.every((each) => "receipt" in each && isLost(each.receipt))).toBe(true);
  expect((await commitOnce(db, [gone])).skipped).toBe(1);
});

test("at the latest at the retention a job ends with what is lost, and its copies go", async () => {
  const acceptedAt = Date.now() - 31 * DAY_MS;
  const { name, row, read, take, complete } = await newUpload({ dryRun: true, acceptedAt });
  await take(0, 5);
  await commitOnce(db, [row(0), row(1)]);
  await complete();
  const copies = async () =>
    (await sql`select from contacts where team_id = ${name.jobId}`.execute(db)).rows.length;
  expect(await copies()).toBe(2);
  expect(await endExpiredJobs(db, { retentionDays: 32 })).toEqual({ ended: 0, lost: 0 });
  expect(await endExpiredJobs(db, { retentionDays: 30 })).toEqual({ ended: 1, lost: 3 });
  const ended = await read();
  expect(ended).toMatchObject({ status: "failed", counts: { total: 5, created: 2, rejected: 3, lost: 3 } });
  expect(await copies()).toBe(0);
  await maintainReceipts(db, { retentionDays: 30 });
  expect(await readJob(db, name.teamId, name.jobId)).toBeUndefined();
});

test("one that others have to do with is left for the next time, and keeps no other from its end", async () => {
  const acceptedAt = Date.now() - 41 * DAY_MS;
  const [held, free] = [await newUpload({ acceptedAt }), await newUpload({ acceptedAt })];
  for (const { take } of [held, free]) await take(0, 1);
  await db.transaction().execute(async (trx) => {
    await sql`select from jobs where job_id = ${held.name.jobId} for update`.execute(trx);
    await endExpiredJobs(db, { retentionDays: 40 });
    expect([(await held.read()).status, (await free.read()).status]).toEqual(["queued", "failed"]);
  });
  await endExpiredJobs(db, { retentionDays: 40 });
  expect((await held.read()).status).toBe("failed");
});

test("rows that are done beyond those that were taken hide no lost one", async () => {
  const { row, take, complete, read, lost, end } = await newUpload();
  await take(0, 3);
  await commitOnce(db, [row(0), row(3), row(4), row(5)]);
  await complete();
  expect(await end()).toBeUndefined();
  expect(await lost()).toBe(2);
  expect((await end())?.status).toBe("failed");
  expect((await read()).counts).toMatchObject({ created: 4, rejected: 2, lost: 2, pending: 0 });
});

test("a repeat takes the rows that are missing, and its own repeat those that it missed", async () => {
  const first = await newUpload();
  await first.take(0, 6);
  await commitOnce(db, [first.row(1), first.row(4)]);
  await first.complete();
  await first.lost();
  await first.end();
  const missing = await missingRows(db, await first.read());
  const taken: number[] = [];
  for (let row = 0; row < 8; row++) if (await missing(row)) taken.push(row);
  expect(taken).toEqual([0, 2, 3, 5, 6, 7]);

  // Its row 0 is the first one's 0, its row 1 the first one's 2 and so on: 3 and 7 are lost again.
  const second = await newUpload({ retryOf: first.name.jobId }, first.team);
  await second.take(0, 6);
  await commitOnce(
    db,
    [0, 1, 3, 4].map((row) => second.row(row)),
  );
  await second.complete();
  await second.lost();
  const again = await missingRows(db, await second.read());
  const takenAgain: number[] = [];
  for (let row = 0; row < 8; row++) if (await again(row)) takenAgain.push(row);
  expect(takenAgain).toEqual([3, 7]);
});
