import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitItems } from "../support/commit-items.ts";
import { createJobActs } from "../support/job-acts.ts";
import { newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { createLook, isItem } from "./support/look.ts";

const db = await testDatabase({ max: 2 });
const { newUpload } = createJobActs(db);
const { wrong, jane } = createLook(db);

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

const copy = (day: string, jobId: string, clock: string) => sql`
  insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
  select team_id, ${sql.raw(day)}, ${sql.raw(jobId)}, "row", ${sql.raw(clock)}, record_id, key_id, result
    from receipts where team_id = ${team.teamId}`;

test("a second receipt of an item, on another day", async () => {
  const { one } = await jane(team);
  await sql`${copy("day - 1", "job_id", "clock")} and ${isItem(one)}`.execute(db);
  expect(await wrong(team)).toEqual({
    appliedTwice: [expect.objectContaining({ jobId: one.ref.jobId, row: 0, clock: one.clock })],
  });
});

test("two items of one clock", async () => {
  const { two } = await jane(team);
  await sql`${copy("day", "'job_copy'", "clock")} and ${isItem(two)}`.execute(db);
  expect(await wrong(team)).toMatchObject({ appliedTwice: [{ clock: two.clock }] });
});

test("a record that was created twice", async () => {
  const { one, recordId } = await jane(team);
  await sql`${copy("day", "'job_again'", "clock + 500000")} and ${isItem(one)}`.execute(db);
  const { appliedTwice } = await wrong(team);
  expect(appliedTwice).toEqual([
    expect.objectContaining({ jobId: "job_again", recordId, clock: one.clock + 500_000 }),
  ]);
});

test("a job with more receipts than it counts", async () => {
  const upload = await newUpload();
  await upload.take(0, 2);
  await commitItems(db, upload.rows(0, 2));
  await upload.complete();
  await upload.end();
  await sql`
    update jobs set counts = (counts::jsonb || '{"total": 1, "created": 1}')::json
     where job_id = ${upload.name.jobId}`.execute(db);
  expect(await wrong(upload)).toMatchObject({ appliedTwice: [{ jobId: upload.name.jobId }] });
});
