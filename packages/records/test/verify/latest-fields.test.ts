import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  createField,
  deleteField,
  mergeRecords,
  rejectItems,
  removeFieldValues,
  setUnsubscribed,
} from "../../src/index.ts";
import { createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { createLook } from "./support/look.ts";

const db = await testDatabase({ max: 2 });
const { applied, idOf, merging, undoing } = createActs(db);
const { found, wrong, jane } = createLook(db);

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

const set = (recordId: string, column: "fields" | "stamps", value: string) =>
  sql`update contacts set ${sql.ref(column)} = ${sql.ref(column)} || ${value}::jsonb
       where team_id = ${team.teamId} and record_id = ${recordId}`.execute(db);
const notLatest = (more: object) => ({ notLatest: [expect.objectContaining(more)] });

test("a value that nobody wrote", async () => {
  const { recordId, two } = await jane(team);
  await set(recordId, "fields", `{"jobTitle": "made up"}`);
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "jobTitle", clock: two.clock }));
});

test("a value that is gone, and one that nothing says since when it is", async () => {
  const { recordId } = await jane(team);
  await sql`update contacts set fields = fields - 'jobTitle' where record_id = ${recordId}`.execute(db);
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "jobTitle" }));
  await set(recordId, "fields", `{"jobTitle": "CEO", "tagline": "new"}`);
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "tagline" }));
});

test("a value that is gone with its stamp; one of a field of the team's own is taken out with the field", async () => {
  const { recordId } = await jane(team);
  await applied(team.item({ identifiers: [email("jane@example.com")], set: { score: "1" } }));
  const takeOut = (field: string) =>
    sql`update contacts set fields = fields - ${field}::text, stamps = stamps - ${field}::text
         where record_id = ${recordId}`.execute(db);
  await takeOut("score");
  expect(await wrong(team)).toEqual({});
  await takeOut("jobTitle");
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "jobTitle" }));
});

test("a value of a field of the team's own that is gone, as long as the field is there", async () => {
  const { recordId } = await jane(team);
  const score = { entity: "contact", name: "score", label: "Score", type: "text" } as const;
  await createField(db, team.teamId, score);
  await applied(
    team.item({
      identifiers: [email("jane@example.com")],
      set: { firstName: "J", jobTitle: "CTO", score: "1" },
    }),
  );
  await sql`update contacts set fields = fields - 'score' where record_id = ${recordId}`.execute(db);
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "score" }));
  await deleteField(db, team.teamId, score);
  expect(await wrong(team)).toEqual({});
  // What is registered now is another field of that name.
  const register = () => createField(db, team.teamId, score);
  await expect
    .poll(async () => {
      await removeFieldValues(db);
      await sql`
        update deleted_fields set deleted_at = now() - interval '1 minute' where team_id = ${team.teamId}`.execute(
        db,
      );
      return await register().then(
        () => "registered",
        (error: Error) => error.message,
      );
    })
    .toBe("registered");
  expect(await wrong(team)).toEqual({});
});

test("a write that another transaction wrote over: the row is as it was before it, with its stamps", async () => {
  const { recordId, one, two } = await jane(team);
  await sql`
    update contacts set fields = fields || '{"jobTitle": "CTO"}',
           stamps = stamps || ${JSON.stringify({ jobTitle: one.clock })}::jsonb
     where record_id = ${recordId}`.execute(db);
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "jobTitle", clock: two.clock }));
});

test("a value of an item that reached another record, and one of an item that was rejected", async () => {
  const { recordId } = await jane(team);
  const other = await applied(
    team.item({ identifiers: [email("doe@example.com")], set: { jobTitle: "CEO" } }, { jobId: "job_other" }),
  );
  const { rows } = await sql<{ clock: number }>`
    select clock from receipts where job_id = 'job_other'`.execute(db);
  await set(recordId, "stamps", JSON.stringify({ jobTitle: rows[0]?.clock }));
  expect(await wrong(team)).toEqual(
    notLatest({ recordId, field: "jobTitle", otherId: other.record.recordId }),
  );
  const { ref, clock } = team.item({});
  const result = { outcome: "rejected", code: "INVALID_EMAIL", message: "no" } as const;
  await rejectItems(db, [{ ref, clock, result }]);
  await set(recordId, "stamps", JSON.stringify({ jobTitle: clock }));
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "jobTitle", clock }));
});

test("what a merge should have brought", async () => {
  const { recordId } = await jane(team);
  const doe = (
    await applied(team.item({ identifiers: [email("doe@example.com")], set: { tagline: "Doe's" } }))
  ).record.recordId;
  await mergeRecords(db, team.operation(), {
    entity: "contact",
    primary: { recordId },
    secondaries: [{ recordId: doe }],
    dryRun: false,
  });
  expect(await wrong(team)).toEqual({});
  await sql`update contacts set fields = fields - 'tagline' where record_id = ${recordId}`.execute(db);
  expect(await wrong(team)).toEqual(notLatest({ recordId, field: "tagline" }));
});

test("a link to another company than the one that was given; one to a company that was merged is right", async () => {
  const company = async (domain: string) =>
    (await applied(team.item({ entity: "company", identifiers: [{ kind: "domain", value: domain }] }))).record
      .recordId;
  const [acme, old, other] = [
    await company("acme.example"),
    await company("old.example"),
    await company("other.example"),
  ];
  const { record } = await applied(
    team.item({
      identifiers: [email("jim@example.com")],
      company: { field: "companyDomain", value: "old.example" },
    }),
  );
  expect(record.companyId).toBe(old);
  await merging(team, acme, [old]);
  await applied(team.item({ identifiers: [email("jim@example.com")], set: { firstName: "Jim" } }));
  expect(await wrong(team)).toEqual({});
  await sql`
    update contacts set fields = fields || ${JSON.stringify({ companyId: other })}::jsonb
     where record_id = ${record.recordId}`.execute(db);
  // It was a part of another since: whether a link to it is right can't be told.
  expect((await found(team)).unjudged.fieldsUntold).toBe(1);
  const { record: joe } = await applied(
    team.item({
      identifiers: [email("joe@example.com")],
      company: { field: "companyDomain", value: "acme.example" },
    }),
  );
  await set(joe.recordId, "fields", JSON.stringify({ companyId: other }));
  expect(await wrong(team)).toEqual(notLatest({ recordId: joe.recordId, field: "companyId" }));
});

test("an opt-out that an undo handed on, of a record that was merged into another since", async () => {
  const [one, two, three] = [
    (await jane(team)).recordId,
    await idOf(team.item({ identifiers: [email("doe@example.com")] })),
    await idOf(team.item({ identifiers: [email("roe@example.com")] })),
  ];
  const merge = team.operation();
  await merging(team, one, [two], merge);
  await setUnsubscribed(db, team.operation(), { contact: { recordId: one }, unsubscribed: true });
  await undoing(team, merge);
  // By an upsert, with which what was said stays as of its own time.
  await applied(
    team.item({ identifiers: [email("roe@example.com")], aliases: ["doe@example.com"], onConflict: "merge" }),
  );
  const { rows } = await sql`
    select from contacts where record_id = any(${[two, three]}) and fields ->> 'unsubscribed' = 'true'`.execute(
    db,
  );
  expect(rows).toHaveLength(1);
  expect(await wrong(team)).toEqual({});
});
