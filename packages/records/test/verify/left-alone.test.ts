import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { continueErasures, deleteRecord, verify } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
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

/** A dry run of somebody with a part and of somebody new: its copies are there until it ends. */
async function tried() {
  const { recordId } = await jane(team);
  const doe = (await applied(team.item({ identifiers: [email("doe@example.com")] }))).record.recordId;
  await merging(team, recordId, [doe]);
  const upload = await newUpload({ ...team, options: { onConflict: "prefer", dryRun: true } });
  await upload.take(0, 2);
  await commitItems(db, [
    upload.row(0, { dryRun: true, identifiers: [email("jane@example.com")], set: { jobTitle: "tried" } }),
    upload.row(1, { dryRun: true, identifiers: [email("tried@example.com")] }),
  ]);
  return { recordId, upload };
}

test("rows of a dry run are nobody's", async () => {
  const { recordId, upload } = await tried();
  expect(await wrong(team)).toEqual({});
  await upload.complete();
  await upload.end();
  expect(await wrong(team)).toEqual({});
  // What was only tried is no record's.
  const { rows } = await sql<{ clock: number }>`
    select clock from receipts where job_id = ${upload.name.jobId} and "row" = 0`.execute(db);
  const clock = rows[0]?.clock;
  await sql`
    update contacts set fields = fields || '{"jobTitle": "tried"}',
           stamps = stamps || ${JSON.stringify({ jobTitle: clock })}::jsonb
     where record_id = ${recordId}`.execute(db);
  expect(await wrong(team)).toMatchObject({ notLatest: [{ recordId, field: "jobTitle", clock }] });
});

test("copies of a dry run are nobody's, whatever is left of them", async () => {
  const { recordId, upload } = await tried();
  const copies = { teamId: upload.name.jobId };
  const ofCopies = sql`team_id = ${copies.teamId}`;
  const { judged } = await found(copies);
  expect(judged).toMatchObject({ identifiers: 4, retiredIds: 1 });
  await sql`update retired_records set parent_id = record_id where ${ofCopies}`.execute(db);
  expect(await wrong(copies)).toEqual({});
  await sql`delete from contact_identifiers where ${ofCopies} and record_id <> ${recordId}`.execute(db);
  await sql`delete from contacts where ${ofCopies} and record_id = ${recordId}`.execute(db);
  expect(await wrong(copies)).toEqual({});
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
