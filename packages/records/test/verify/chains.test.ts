import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import { createLook } from "./support/look.ts";

/** More than a page has. */
const LONG = 6_000;

/** As a script does that always merges the old record into the newest one. */
async function insertChain(db: Database, teamId: string, survivor: string): Promise<void> {
  await sql`
    insert into retired_records (team_id, record_id, parent_id, survivor_id, clock)
    select ${teamId}, ${link("n")}, case when n = ${LONG} then ${survivor} else ${link("n + 1")} end, ${survivor}, n
      from generate_series(1, ${LONG}::int) n`.execute(db);
}

const link = (n: string) => sql`'ctc_gone' || lpad((${sql.raw(n)})::text, 12, '0')`;

test("ids of thousands of merges, each into the next: looked at in a moment, and those behind a wrong one told", async () => {
  await using database = await createTestDatabase();
  const db = createDatabase({ url: database.url, max: 1, statementTimeoutMs: 10_000 });
  try {
    const team = await newTeam(db);
    const { found } = createLook(db);
    const survivor = await createActs(db).idOf(team.item({ identifiers: [email("jane@example.com")] }));
    await insertChain(db, team.teamId, survivor);
    const { found: none, judged } = await found(team);
    expect([none.sharedIdentifiers.count, judged.retiredIds]).toEqual([0, LONG]);
    // The second one leads back to the first.
    await sql`update retired_records set parent_id = ${link("1")} where record_id = ${link("2")}`.execute(db);
    const { found: few } = await found(team, { shown: 1 });
    expect(few.sharedIdentifiers).toEqual({
      count: 2,
      first: [expect.objectContaining({ recordId: "ctc_gone000000000001", otherId: survivor })],
    });
  } finally {
    await db.destroy();
  }
});
