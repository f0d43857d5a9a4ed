import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** Every row of every table that names one of these, such as a team or its job, as text. */
export async function everything(db: Database, ...ids: readonly string[]): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(db);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db);
    const own = rows.filter(({ row }) => ids.some((id) => row.includes(id)));
    texts.push(...own.map(({ row }) => `${name}: ${row}`));
  }
  return texts.join("\n");
}
