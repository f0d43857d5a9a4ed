import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { deleteRecord, noteWatermark, setUnsubscribed, settleLost } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { createActs } from "../support/acts.ts";
import { createJobActs } from "../support/job-acts.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { createLook, MINUTE_MS, isItem } from "./support/look.ts";
import { claimIdempotencyKey, markIdempotencyKey } from "../support/one-key.ts";

const db = await testDatabase({ max: 2 });
const { applied } = createActs(db);
const { newUpload } = createJobActs(db);
const { found, wrong, jane } = createLook(db);

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

test("a receipt that is gone: what its item wrote is still shown", async () => {
  const { two, recordId } = await jane(team);
  expect(await wrong(team)).toEqual({});
  await sql`delete from receipts where ${isItem(two)}`.execute(db);
  expect(await wrong(team)).toEqual({
    lost: [expect.objectContaining({ recordId, field: "email", clock: two.clock })],
  });
});

test("a receipt that is gone of an item that brought an e-mail, and nothing that is still there", async () => {
  const { two, recordId } = await jane(team);
  await applied(team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "none" } }));
  await sql`delete from receipts where ${isItem(two)}`.execute(db);
  expect(await wrong(team)).toEqual({
    lost: [expect.objectContaining({ recordId, field: "email", clock: two.clock })],
  });
});

test("rows of an ended job without a receipt: each by its number, and how many", async () => {
  const upload = await newUpload();
  await upload.take(0, 8);
  await commitItems(db, upload.rows(0, 8));
  await upload.complete();
  expect(await upload.end()).toHaveLength(1);
  expect(await wrong(upload)).toEqual({});
  const { jobId } = upload.name;
  await sql`delete from receipts where job_id = ${jobId} and "row" in (1, 3, 5, 7)`.execute(db);
  const { found: all } = await found(upload);
  expect(all.lost.first).toMatchObject([1, 3, 5, 7].map((row) => ({ jobId, row })));
  expect(all.lost.count).toBe(4);
  const { found: few } = await found(upload, { shown: 2 });
  expect([few.lost.count, few.lost.first.length]).toEqual([4, 2]);
});

test("a request whose key is marked, once the queue is through; what was told as lost isn't silent", async () => {
  const { teamId } = team;
  const { ref } = team.item({});
  const name = { teamId, route: "POST /api/contacts", keyHash: Buffer.from("key") };
  const row = { jobId: ref.jobId, fingerprint: Buffer.from("f"), clock: 1 };
  await claimIdempotencyKey(db, name, row, { maxAgeDays: 30 });
  // Not known to be accepted.
  expect((await found(team)).unjudged.itemsQueued).toBe(0);
  await markIdempotencyKey(db, name, ref.jobId);
  expect((await found(team)).unjudged.itemsQueued).toBe(1);
  const age = (minutes: number) =>
    sql`update idempotency_keys set created_at = now() - make_interval(secs => ${minutes * 60})
         where job_id = ${ref.jobId}`.execute(db);
  await age(20);
  expect(await wrong(team)).toMatchObject({ pastDue: [{ jobId: ref.jobId }] });
  const look = (ago: number) =>
    noteWatermark(db, { passedBefore: Date.now() - 18 * MINUTE_MS, lookedAt: Date.now() - ago });
  // Where no worker looks any more, nothing is lost: it waits.
  await look(5 * MINUTE_MS);
  expect(await wrong(team)).toMatchObject({ pastDue: [{ jobId: ref.jobId }] });
  await look(0);
  // A moment before what the queue holds: its own clock may be behind.
  await age(18.5);
  expect(await wrong(team)).toMatchObject({ pastDue: [{ jobId: ref.jobId }] });
  await age(20);
  expect(await wrong(team)).toEqual({ lost: [expect.objectContaining({ jobId: ref.jobId })] });

  const settled = await settleLost(db, { ...ref, acceptedAt: Date.now() - 20 * MINUTE_MS });
  expect(settled.kind).toBe("lost");
  const told = await found(team);
  expect([told.found.lost.count, told.toldLost]).toEqual([0, 1]);
  await sql`delete from queue_passed`.execute(db);
});

test("an operation that left none", async () => {
  const { teamId, recordId } = await jane(team);
  const operation = team.operation();
  const used = { keyHash: Buffer.from("k"), fingerprint: Buffer.from("f"), maxAgeDays: 30 };
  await setUnsubscribed(db, { ...operation, key: used }, { contact: { recordId }, unsubscribed: true });
  expect(await wrong(team)).toEqual({});
  await sql`delete from receipts where ${isItem(operation)} and team_id = ${teamId}`.execute(db);
  expect(await wrong(team)).toEqual({
    lost: [
      expect.objectContaining({ jobId: operation.ref.jobId }),
      expect.objectContaining({ recordId, field: "unsubscribed", clock: operation.issued[0] }),
    ],
  });
});

test("a deletion leaves none, and its key isn't told", async () => {
  const { recordId } = await jane(team);
  const used = { keyHash: Buffer.from("d"), fingerprint: Buffer.from("f"), maxAgeDays: 30 };
  const deletion = { entity: "contact", name: { recordId }, force: false } as const;
  await deleteRecord(db, { ...team.operation(), key: used }, deletion);
  expect(await wrong(team)).toEqual({});
});
