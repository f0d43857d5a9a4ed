import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitItems } from "../support/commit-items.ts";
import { tablesOf } from "../../src/rows/entity-tables.ts";
import { loadRecords } from "../../src/rows/load-records.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 2 });

test("a record's identifiers come in the order in which it got them, wherever the table keeps them", async () => {
  const team = await newTeam(db);
  const main = email("m@example.com");
  for (const aliases of [[], ["z@example.com"], ["c@example.com", "b@example.com"]])
    await commitItems(db, [team.item({ identifiers: [main], aliases })]);
  // A row that is written again lies behind the others.
  await sql`
    update contact_identifiers set clock = clock where team_id = ${team.teamId} and value < 'n'`.execute(db);
  const { rows: keys } = await sql<{ team_id: string; record_id: string }>`
    select team_id, record_id from contacts where team_id = ${team.teamId}`.execute(db);
  const [record] = await loadRecords(db, tablesOf("contact"), keys, { lock: false });
  expect(record?.identifiers.map(({ value }) => value)).toEqual([
    "m@example.com",
    "z@example.com",
    "b@example.com",
    "c@example.com",
  ]);
});
