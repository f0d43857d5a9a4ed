import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** Tables that are filled without their keys and indexes, which is several times as fast. */
const TABLES = ["contacts", "companies", "contact_identifiers", "company_identifiers"];

interface Definition {
  readonly name: string;
  readonly table: string;
  readonly definition: string;
}

/** What was dropped, as statements that make it again. */
export async function dropIndexes(db: Database): Promise<string[]> {
  const { rows: keys } = await sql<Definition>`
    select conname as name, conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition
      from pg_constraint
     where contype = 'p' and conrelid::regclass::text = any(${TABLES}) order by conname`.execute(db);
  const { rows: indexes } = await sql<Definition>`
    select indexname as name, tablename as table, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = any(${TABLES})
       and indexname <> all(${keys.map(({ name }) => name)}) order by indexname`.execute(db);
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(db);
  for (const { name, table } of keys)
    await sql`alter table ${sql.table(table)} drop constraint ${sql.id(name)}`.execute(db);
  return [
    ...keys.map(({ name, table, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
    ...indexes.map(({ definition }) => definition),
  ];
}

/** Every index and constraint of the schema, to be compared. */
export async function describeIndexes(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select indexdef as line from pg_indexes where schemaname = 'public'
     union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'public'::regnamespace
     order by 1`.execute(db);
  return rows.map(({ line }) => line);
}
