import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { createActs } from "../support/acts.ts";
import { email, linkedin, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { createLook } from "./support/look.ts";

const db = await testDatabase({ max: 2 });
const { applied, merging } = createActs(db);
const { wrong, jane } = createLook(db);

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

const isContact = (recordId: string) => sql`team_id = ${team.teamId} and record_id = ${recordId}`;

test("an identifier that was given to another record", async () => {
  const { recordId } = await jane(team);
  const doe = (await applied(team.item({ identifiers: [email("doe@example.com")] }))).record.recordId;
  const move = (value: string) =>
    sql`update contact_identifiers set record_id = ${doe}
         where team_id = ${team.teamId} and value = ${value}`.execute(db);
  await move("j@example.com");
  expect(await wrong(team)).toEqual({
    sharedIdentifiers: [expect.objectContaining({ recordId: doe, otherId: recordId })],
  });
  await move("jane@example.com");
  expect((await wrong(team)).sharedIdentifiers).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ recordId, field: "email", otherId: doe }),
      expect.objectContaining({ recordId, what: "it has no identifier" }),
    ]),
  );
});

test("an identifier of nobody, and a record that shows what it hasn't", async () => {
  const { recordId } = await jane(team);
  const gone = (await applied(team.item({ identifiers: [linkedin("gone")] }))).record.recordId;
  await sql`delete from contacts where ${isContact(gone)}`.execute(db);
  await sql`delete from contact_identifiers where ${isContact(recordId)} and value = 'jane@example.com'`.execute(
    db,
  );
  const { sharedIdentifiers } = await wrong(team);
  expect(sharedIdentifiers).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ recordId: gone, what: "its linkedin is kept, and the record isn't there" }),
      expect.objectContaining({ recordId, field: "email" }),
    ]),
  );
});

async function merged() {
  const { recordId } = await jane(team);
  const doe = (await applied(team.item({ identifiers: [email("doe@example.com")] }))).record.recordId;
  const operation = team.operation();
  await merging(team, recordId, [doe], operation);
  expect(await wrong(team)).toEqual({});
  return { recordId, doe, operation };
}

test("an id that was merged and is retired no more", async () => {
  const { doe, operation } = await merged();
  await sql`delete from retired_records where ${isContact(doe)}`.execute(db);
  const { sharedIdentifiers } = await wrong(team);
  // The item that made it, and the merge.
  expect(sharedIdentifiers).toHaveLength(3);
  expect(sharedIdentifiers).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ recordId: doe, what: expect.stringContaining("neither there") }),
      expect.objectContaining({ recordId: doe, jobId: operation.ref.jobId }),
    ]),
  );
});

test.each([
  ["leads to nothing", sql`survivor_id = 'ctc_0000000000000000A', parent_id = 'ctc_0000000000000000A'`],
  ["leads in a circle", sql`parent_id = record_id`],
  ["leads elsewhere than its parent", sql`parent_id = 'ctc_0000000000000000A'`],
])("a retired id that %s", async (_, change) => {
  const { doe } = await merged();
  await sql`update retired_records set ${change} where ${isContact(doe)}`.execute(db);
  expect((await wrong(team)).sharedIdentifiers).toContainEqual(expect.objectContaining({ recordId: doe }));
});

test("two ids that lead to each other", async () => {
  const { recordId, doe } = await merged();
  const roe = (await applied(team.item({ identifiers: [email("roe@example.com")] }))).record.recordId;
  await merging(team, recordId, [roe]);
  for (const [one, other] of [
    [doe, roe],
    [roe, doe],
  ] as const)
    await sql`update retired_records set parent_id = ${other} where ${isContact(one)}`.execute(db);
  const { sharedIdentifiers } = await wrong(team);
  expect(sharedIdentifiers).toEqual(
    [doe, roe].toSorted().map((id) => expect.objectContaining({ recordId: id, otherId: recordId })),
  );
});

test("a record that was merged away and is there", async () => {
  const { recordId, doe } = await merged();
  await sql`
    insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
    select team_id, ${doe}, '{}', '{}', source, created_by, created_clock, updated_clock
      from contacts where ${isContact(recordId)}`.execute(db);
  expect((await wrong(team)).sharedIdentifiers).toContainEqual(
    expect.objectContaining({ recordId: doe, what: expect.stringContaining("is there all the same") }),
  );
});
