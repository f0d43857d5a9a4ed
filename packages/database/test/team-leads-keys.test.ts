import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../test/support/create-test-database.ts";

/** Keys of a tenant's table that the team doesn't lead, and why. An engine that distributes the table refuses them. */
const EXCEPTIONS = {
  api_keys_hash: "A secret is found by its hash before the team is known. The table isn't distributed.",
  rotated_secrets_hash: "The same, for the secrets that a key had before.",
  console_secrets_hash: "The same, for what signs in to the console.",
} as const;

interface Key {
  readonly name: string;
  readonly table: string;
  readonly first: string;
}

test("team_id leads every unique index and foreign key of a tenant's table, so that it can be distributed", async () => {
  await using owned = new AsyncDisposableStack();
  const { url } = owned.use(await createTestDatabase());
  const db = owned.adopt(createDatabase({ url, max: 1 }), (each) => each.destroy());
  // A day of receipts has the keys of its own that its table has.
  await sql`select create_receipts_day(current_date)`.execute(db);
  const { rows: keys } = await sql<Key>`
    with tenants as (
      select c.oid, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'team_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')),
    keys as (
      select i.indrelid as of, c.relname as name, i.indkey[0] as first
        from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique or i.indisexclusion
      union all
      select conrelid, conname, conkey[1] from pg_constraint where contype = 'f')
    select k.name, t.relname as table, a.attname as first
      from keys k join tenants t on t.oid = k.of
      left join pg_attribute a on a.attrelid = k.of and a.attnum = k.first`.execute(db);
  const exceptions = keys.filter(({ first }) => first !== "team_id");
  expect(exceptions.map(({ name }) => name).toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());

  const tables = new Set(keys.map(({ table }) => table));
  for (const table of ["contacts", "receipts", "receipts_default", "idempotency_keys", "users"])
    expect(tables).toContain(table);
  expect(keys.filter(({ name }) => name.endsWith("_fkey")).length).toBeGreaterThan(5);
});
