import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitItems, continueErasures, deleteRecord, maintainReceipts, verify } from "../../src/index.ts";
import { createActs } from "../support/acts.ts";
import { createJobActs } from "../support/job-acts.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { createLook, HOUR_MS, isItem } from "./support/look.ts";

const db = await testDatabase({ max: 2 });
const { applied, merging } = createActs(db);
const { newUpload } = createJobActs(db);
const { found, wrong, jane } = createLook(db);

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

test("what was written before the time isn't judged, and is counted; identifiers are", async () => {
  const { recordId } = await jane(team);
  await sql`update contacts set fields = fields || '{"jobTitle": "x"}' where record_id = ${recordId}`.execute(
    db,
  );
  const { found: all, unjudged, judged } = await found(team, { since: { agoMs: 1 } });
  expect(all.notLatest.count).toBe(0);
  expect([unjudged.recordsBefore, judged.records, judged.identifiers]).toEqual([1, 0, 2]);
});

test("where days of receipts were dropped, a write of that time has none, and is nothing wrong", async () => {
  await using database = await createTestDatabase();
  const own = createDatabase({ url: database.url, max: 1 });
  try {
    const old = await newTeam(own);
    const item = old.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } });
    await commitItems(own, [item]);
    await commitItems(own, [old.item({ identifiers: item.upsert.identifiers, set: { jobTitle: "CTO" } })]);
    await sql`delete from receipts where ${isItem(item)}`.execute(own);
    const all = () => verify(own, { since: { agoMs: 24 * HOUR_MS }, dueMs: HOUR_MS, shown: 3 });
    expect((await all()).found.lost.count).toBe(1);
    // The deployment is older than the days that are kept.
    await sql`update teams set created_at = now() - interval '60 days'`.execute(own);
    await maintainReceipts(own, { retentionDays: 30 });
    const { found: none, unjudged, keptFrom } = await all();
    expect([none.lost.count, unjudged.fieldsPastRetention]).toEqual([0, 1]);
    expect(keptFrom).toBeGreaterThan(Date.now());
  } finally {
    await own.destroy();
  }
});

test("somebody who was deleted: nothing is wrong with what is left of the receipts, which are counted", async () => {
  const { recordId } = await jane(team);
  const doe = team.item({ identifiers: [email("doe@example.com")] });
  await merging(team, recordId, [(await applied(doe)).record.recordId]);
  const erased = async () => (await found(team)).unjudged.receiptsErased;
  expect(await erased()).toBe(0);
  await deleteRecord(db, team.operation(), { entity: "contact", name: { recordId }, force: false });
  expect(await wrong(team)).toEqual({});
  while ((await continueErasures(db)) > 0);
  expect(await wrong(team)).toEqual({});
  expect(await erased()).toBeGreaterThan(3);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select team_id, day, 'job_again', "row", clock + 500000, record_id, key_id, result
      from receipts where ${isItem(doe)}`.execute(db);
  expect(await wrong(team)).toMatchObject({ appliedTwice: [{ jobId: "job_again" }] });
});

test("rows of a dry run and its copies are nobody's", async () => {
  await jane(team);
  const upload = await newUpload({ ...team, options: { onConflict: "prefer", dryRun: true } });
  await upload.take(0, 2);
  await commitItems(db, [
    upload.row(0, { dryRun: true, identifiers: [email("jane@example.com")], set: { jobTitle: "tried" } }),
    upload.row(1, { dryRun: true, identifiers: [email("tried@example.com")] }),
  ]);
  expect(await wrong(team)).toEqual({});
  await upload.complete();
  await upload.end();
  expect(await wrong(team)).toEqual({});
});

test("it writes nothing, and other teams' are left alone where one is asked for", async () => {
  const { recordId } = await jane(team);
  await sql`update contacts set fields = fields || '{"jobTitle": "x"}' where record_id = ${recordId}`.execute(
    db,
  );
  team = await newTeam(db);
  expect(await wrong(team)).toEqual({});
  const all = await verify(db, { since: { agoMs: HOUR_MS }, dueMs: HOUR_MS, shown: 1_000 });
  expect(all.found.notLatest.first).toContainEqual(expect.objectContaining({ recordId }));
});
