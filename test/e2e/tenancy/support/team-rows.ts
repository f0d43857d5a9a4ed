import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { teamTables } from "./statement-log.ts";

/** All that the database holds of a team, table by table, but for when its keys were last used: any request may note that. */
export async function rowsOfTeam(db: Database, teamId: string): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of await teamTables(db)) {
    const row = table === "api_keys" ? sql`(to_jsonb(t) - 'last_used_at')::text` : sql`t::text`;
    const found = await sql<{ row: string }>`
      select ${row} as row from ${sql.table(table)} t where t.team_id = ${teamId} order by 1`.execute(db);
    rows[table] = found.rows.map((each) => each.row);
  }
  return rows;
}
