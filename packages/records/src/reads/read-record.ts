import type { Entity, Identifier, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { OwnedIdentifier } from "../commit/commit-state.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { stateOfRow } from "../rows/record-row.ts";
import type { RecordRow } from "../rows/record-row.ts";
import { snapshotOf } from "./snapshot.ts";

/** How a reader names a record. */
export type RecordName = { readonly recordId: string } | { readonly identifier: Identifier };

/** A record's row with all that a snapshot of it shows. */
export interface ReadRow extends RecordRow {
  identifiers: OwnedIdentifier[];
  /** The id that the linked record has now; null if there is none. */
  company_id: string | null;
}

/**
 * Reads the team's record of that name, in one statement. It is undefined if there is none. The id of a merged record
 * names its survivor.
 */
export async function readRecord(
  db: Database,
  teamId: string,
  entity: Entity,
  name: RecordName,
): Promise<RecordSnapshot | undefined> {
  const tables = tablesOf(entity);
  const { rows } = await sql<ReadRow>`
    select ${readColumns(tables, teamId)}
      from ${sql.table(tables.records)} r
     where r.team_id = ${teamId} and r.record_id = ${recordIdOf(tables, teamId, name)}`.execute(db);
  return rows[0] && snapshotOfRow(tables, rows[0]);
}

/** The columns of `ReadRow`, from a table of records that is called `r`. Each look at another table names the team. */
export function readColumns(tables: EntityTables, teamId: string) {
  return sql`
    r.team_id, r.record_id, r.fields, r.stamps, r.source, r.created_by, r.created_clock, r.updated_clock,
    (select coalesce(json_agg(json_build_object('kind', i.kind, 'value', i.value, 'clock', i.clock)), '[]')
       from ${sql.table(tables.identifiers)} i
      where i.team_id = ${teamId} and i.record_id = r.record_id) as identifiers,
    ${shownLink(tables, teamId)} as company_id`;
}

/** Selects the link that is shown: of a merged record its survivor, of a deleted one nothing. */
function shownLink({ definition: { link } }: EntityTables, teamId: string): RawBuilder<unknown> {
  if (!link) return sql`null`;
  const column = sql.ref(`r.${link.column}`);
  return sql`
    case when ${column} is null then null
         else (select case when count(*) = 0 then ${column} else max(t.survivor_id) end
                 from retired_records t
                where t.team_id = ${teamId} and t.record_id = ${column}) end`;
}

export function snapshotOfRow({ definition }: EntityTables, row: ReadRow): RecordSnapshot {
  const { identifiers } = row;
  return snapshotOf(
    definition,
    { teamId: row.team_id, recordId: row.record_id, identifiers, updatedClock: row.updated_clock },
    stateOfRow(row),
    () => row.company_id ?? undefined,
  );
}

/** Selects the id of the record of that name, live or not. A retired id gives that of its survivor. */
export function recordIdOf(tables: EntityTables, teamId: string, name: RecordName) {
  if ("recordId" in name)
    return sql`coalesce((
      select t.survivor_id from retired_records t
       where t.team_id = ${teamId} and t.record_id = ${name.recordId}), ${name.recordId})`;
  return sql`(
    select i.record_id from ${sql.table(tables.identifiers)} i
     where i.team_id = ${teamId} and i.kind = ${name.identifier.kind} and i.value = ${name.identifier.value})`;
}
