import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { teamTables } from "./statement-log.ts";

/** All that the database holds of a team, table by table. */
export async function rowsOfTeam(db: Database, teamId: string): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of await teamTables(db)) {
    const found = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table)} t where t.team_id = ${teamId} order by 1`.execute(db);
    rows[table] = found.rows.map(({ row }) => row);
  }
  return rows;
}
