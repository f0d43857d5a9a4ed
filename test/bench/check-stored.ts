import { sql } from "kysely";
import type { Database } from "@onefold/database";
import type { Mix } from "./mixes.ts";
import { storedOf } from "./rows.ts";

type Stored = ReturnType<typeof storedOf>;

export interface Posted {
  readonly mix: Mix;
  readonly teamId: string;
  readonly firstRow: number;
  readonly count: number;
}

const BATCH = 5_000;

/**
 * Checks that what was posted is what is stored, so that nobody's figure is of lost work: both identifiers of each
 * row lead to one record, which has the row's fields.
 * @throws where it isn't so
 */
export async function checkStored(db: Database, { mix, teamId, firstRow, count }: Posted): Promise<void> {
  // Where a person was posted twice, the later row is what must be there.
  const people = new Map(
    Array.from({ length: count }, (_, index) => storedOf(mix, firstRow + index)).map(byEmail),
  );
  const rows = [...people.values()];
  let stored = 0;
  for (let first = 0; first < rows.length; first += BATCH)
    stored += await countStored(db, teamId, rows.slice(first, first + BATCH));
  if (stored < rows.length) throw new Error(`only ${stored} of ${rows.length} people are stored as posted`);
}

function byEmail(row: Stored): [string, Stored] {
  return [row.email, row];
}

async function countStored(db: Database, teamId: string, rows: readonly Stored[]): Promise<number> {
  const { rows: counted } = await sql<{ stored: number }>`
    select count(*) as stored
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
           as posted (email text, "linkedinUrl" text, fields jsonb)
      join contact_identifiers by_email
        on (by_email.team_id, by_email.kind, by_email.value) = (${teamId}, 'email', posted.email)
      join contact_identifiers by_url
        on (by_url.team_id, by_url.kind, by_url.value) = (${teamId}, 'linkedin', posted."linkedinUrl")
       and by_url.record_id = by_email.record_id
      join contacts on (contacts.team_id, contacts.record_id) = (${teamId}, by_email.record_id)
       and contacts.fields @> posted.fields`.execute(db);
  return counted[0]?.stored ?? 0;
}
