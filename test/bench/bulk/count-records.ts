import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import type { EmptyTeam } from "./stores.ts";

export interface RecordCounts {
  readonly contacts: number;
  readonly identifiers: number;
}

/** What the two ways must have in common, and what says that they wrote the same. */
export async function countRecords({ databaseUrl, teamId }: EmptyTeam): Promise<RecordCounts> {
  return withDatabase(databaseUrl, async (db) => {
    const { rows } = await sql<RecordCounts>`
      select (select count(*)::int from contacts where team_id = ${teamId}) as contacts,
             (select count(*)::int from contact_identifiers where team_id = ${teamId}) as identifiers`.execute(
      db,
    );
    return rows[0] ?? { contacts: 0, identifiers: 0 };
  });
}
