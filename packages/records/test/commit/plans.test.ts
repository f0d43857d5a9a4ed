import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { commitReady, maintainReceipts } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

/** More often than Postgres makes a plan anew before it keeps one. */
const COMMITS = 20;
const ITEMS = 200;

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

test("a plan that was made while a table was empty, and counted so, doesn't outlive its growth", async () => {
  const owned = new AsyncDisposableStack();
  onTestFinished(() => owned.disposeAsync());
  const { url } = owned.use(await createTestDatabase());
  const db = owned.adopt(createDatabase({ url, max: 1, byIndex: true }), (each) => each.destroy());
  await maintainReceipts(db, { retentionDays: 30 });
  // A count anew by autovacuum would have plans made anew too.
  await sql`alter table contact_identifiers set (autovacuum_enabled = off)`.execute(db);
  await sql`analyze contact_identifiers`.execute(db);
  const { item } = await newTeam(db);
  let count = 0;
  /** How the session finds the owners of a commit's identifiers. */
  async function planAfterCommit(): Promise<string> {
    const emails = Array.from({ length: ITEMS }, () => email(`p${count++}@example.com`));
    await commitReady(
      db,
      emails.map((each) => item({ identifiers: [each] })),
    );
    const { rows } = await sql<{ name: string }>`
      select name from pg_prepared_statements
       where statement like '%"contact_identifiers" i%i.value = k.value%' and name ~ '^onefold_'`.execute(db);
    const name = rows[0]?.name ?? "";
    const plan = await sql<
      Record<string, string>
    >`explain execute ${sql.id(name)} (null, null, null)`.execute(db);
    return plan.rows.flatMap((row) => Object.values(row)).join("\n");
  }
  const byKey = "Index Cond: ((team_id = k.team_id) AND (kind = k.kind) AND (value = k.value))";
  expect(await planAfterCommit()).not.toContain(byKey);
  await expect.poll(planAfterCommit).toContain(byKey);
});

test("a commit of two days locks the receipts of these days only, though its plans are for any", async () => {
  const owned = new AsyncDisposableStack();
  onTestFinished(() => owned.disposeAsync());
  const { url } = owned.use(await createTestDatabase());
  const [db, other] = [true, false].map((byIndex) =>
    owned.adopt(createDatabase({ url, max: 1, byIndex }), (each) => each.destroy()),
  );
  if (!db || !other) throw new Error("There are two.");
  await maintainReceipts(db, { retentionDays: 30 });
  const { item } = await newTeam(db);
  const items = [0, 86_400_000].map((later, at) => {
    const each = item({ identifiers: [email(`r${at}@example.com`)] });
    return { ...each, ref: { ...each.ref, acceptedAt: each.ref.acceptedAt + later } };
  });
  const locked = new Set<string>();
  await commitReady(db, items, {
    async onPoint(point) {
      if (point !== "before-commit") return;
      const { rows } = await sql<{ name: string }>`
        select c.relname as name from pg_locks l join pg_class c on c.oid = l.relation
          join pg_database d on d.oid = l.database and d.datname = current_database()
         where c.relname ~ '^receipts_' and c.relispartition and c.relkind = 'r'`.execute(other);
      for (const { name } of rows) locked.add(name);
    },
  });
  expect(locked.size).toBe(2);
});
