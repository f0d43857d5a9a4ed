import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/** Rows of the team that is asked for; all rows where none is. */
export function ofTeam(teamId: string | undefined, column = "team_id"): RawBuilder<unknown> {
  return teamId === undefined ? sql`true` : sql`${sql.ref(column)} = ${teamId}`;
}
