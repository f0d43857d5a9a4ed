import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { verify } from "../../src/index.ts";
import { createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import { multiply } from "./support/multiply.ts";

const HOUR_MS = 3_600_000;
const COPIES = 5_100;

test("all is looked at page by page, and what is wrong on the last ones is found", async () => {
  await using database = await createTestDatabase();
  const db = createDatabase({ url: database.url, max: 1 });
  try {
    const team = await newTeam(db);
    const item = team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CTO" } });
    const recordId = await createActs(db).idOf(item);
    await multiply(db, { ...team, recordId, clock: item.clock }, { copies: COPIES, aliases: 3 });
    const last = `ctc_copy${String(COPIES).padStart(12, "0")}`;
    const gone = last.replace("copy", "gone");
    await sql`
      update contacts set fields = fields || '{"jobTitle": "CEO"}' where record_id = ${last}`.execute(db);
    await sql`update retired_records set parent_id = record_id where record_id = ${gone}`.execute(db);
    await sql`
      update contact_identifiers set record_id = 'ctc_nobody'
       where value = (select max(value) from contact_identifiers where value like 'alias%')`.execute(db);

    const pages: string[] = [];
    // Of the copies, each a microsecond after the one before.
    const at = Math.ceil(item.clock / 1_000) + 2;
    const { found, judged, unjudged } = await verify(db, {
      since: { at },
      dueMs: HOUR_MS,
      teamId: team.teamId,
      shown: 3,
      looked: (what) => pages.push(what),
    });
    expect(found).toMatchObject({
      lost: { count: 0 },
      appliedTwice: { count: 0 },
      sharedIdentifiers: { count: 2, first: [{ recordId: "ctc_nobody" }, { recordId: gone }] },
      notLatest: { count: 1, first: [{ recordId: last, field: "jobTitle" }] },
    });
    const before = at * 1_000 - item.clock + 1;
    const after = COPIES + 1 - before;
    expect(judged).toMatchObject({ receipts: after, records: after, retiredIds: COPIES });
    expect([judged.identifiers, unjudged.recordsBefore]).toEqual([4 * COPIES + 1, before]);
    const times = (name: string) => pages.filter((what) => what === name).length;
    expect([times("receipts"), times("identifiers of contacts"), times("contacts")]).toEqual([2, 2, 2]);
    expect(times("retired ids")).toBeGreaterThan(2);
  } finally {
    await db.destroy();
  }
});
