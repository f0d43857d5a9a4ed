import type { Entity, Identifier, IdentifierKind, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { tablesOf } from "./entity-tables.ts";
import type { EntityTables } from "./entity-tables.ts";
import { stateOfRow } from "./record-row.ts";
import type { RecordRow } from "./record-row.ts";
import { snapshotOf } from "./snapshot.ts";

/** How a reader names a record. */
export type RecordName = { readonly recordId: string } | { readonly identifier: Identifier };

interface ReadRow extends RecordRow {
  identifiers: { kind: IdentifierKind; value: string; clock: number }[];
}

/** The record of that name within the team, in one statement; undefined if there is none. */
export async function readRecord(
  db: Database,
  teamId: string,
  entity: Entity,
  name: RecordName,
): Promise<RecordSnapshot | undefined> {
  const tables = tablesOf(entity);
  const { rows } = await sql<ReadRow>`
    select r.team_id, r.record_id, r.fields, r.stamps, r.source, r.created_by, r.created_clock, r.updated_clock,
           (select coalesce(json_agg(json_build_object('kind', i.kind, 'value', i.value, 'clock', i.clock)), '[]')
              from ${sql.table(tables.identifiers)} i
             where i.team_id = r.team_id and i.record_id = r.record_id) as identifiers
      from ${sql.table(tables.records)} r
     where r.team_id = ${teamId} and r.record_id = ${recordIdOf(tables, teamId, name)}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const state = stateOfRow(row);
  const { identifiers } = row;
  const record = { teamId, recordId: row.record_id, state, identifiers, updatedClock: row.updated_clock };
  return snapshotOf(record, state);
}

function recordIdOf(tables: EntityTables, teamId: string, name: RecordName) {
  if ("recordId" in name) return sql`${name.recordId}`;
  return sql`(
    select i.record_id from ${sql.table(tables.identifiers)} i
     where i.team_id = ${teamId} and i.kind = ${name.identifier.kind} and i.value = ${name.identifier.value})`;
}
