import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { commitItems, maintainReceipts } from "../../src/index.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

/** More often than Postgres makes a plan anew before it keeps one. */
const COMMITS = 20;

test("plans that are made while tables are empty read them by their indexes, and are kept", async () => {
  const owned = new AsyncDisposableStack();
  onTestFinished(() => owned.disposeAsync());
  const { url } = owned.use(await createTestDatabase());
  const db = owned.adopt(createDatabase({ url, max: 1, byIndex: true }), (each) => each.destroy());
  await maintainReceipts(db, { retentionDays: 30 });
  const { item } = await newTeam(db);
  for (let at = 0; at < COMMITS; at++)
    await commitItems(db, [
      item({ identifiers: [email(`p${at}@example.com`), linkedin("jane")], set: { firstName: `J${at}` } }),
      item({ identifiers: [email(`q${at}@example.com`)] }),
    ]);
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ name: string; scans: number }>`
    select relname as name, seq_scan::int as scans from pg_stat_user_tables
     where (relname in ('contacts', 'contact_identifiers', 'retired_records') or relname ~ '^receipts_')
       and seq_tup_read > 0`.execute(db);
  expect(rows).toEqual([]);
  const { rows: plans } = await sql<{ kept: number; made: number }>`
    select sum(generic_plans)::int as kept, sum(custom_plans)::int as made from pg_prepared_statements
     where name ~ '^onefold_'`.execute(db);
  expect(plans[0]?.made).toBe(0);
  expect(plans[0]?.kept).toBeGreaterThan(COMMITS);
});
