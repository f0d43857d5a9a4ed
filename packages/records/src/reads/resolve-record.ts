import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import { recordIdOf } from "./read-record.ts";
import type { RecordName } from "./read-record.ts";

/** A live record under all of its ids. */
export interface ResolvedRecord {
  readonly recordId: string;
  /** Its own id, then those of the records that were merged into it. */
  readonly allIds: readonly string[];
}

/**
 * Gives the live record that a name leads to. The id of a merged record leads to its survivor. It is undefined if there
 * is none.
 */
export async function resolveRecord(
  db: Database,
  teamId: string,
  entity: Entity,
  name: RecordName,
): Promise<ResolvedRecord | undefined> {
  const tables = tablesOf(entity);
  const { rows } = await sql<{ record_id: string; retired: string[] }>`
    select r.record_id,
           array(select t.record_id from retired_records t
                  where t.team_id = ${teamId} and t.survivor_id = r.record_id order by t.record_id) as retired
      from ${sql.table(tables.records)} r
     where r.team_id = ${teamId} and r.record_id = ${recordIdOf(tables, teamId, name)}`.execute(db);
  const [row] = rows;
  return row && { recordId: row.record_id, allIds: [row.record_id, ...row.retired] };
}
