import type { Entity, Identifier, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { jobField, withLinkedJob } from "@onefold/identity";
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
  /** The records that it is or was linked to; null if there are none. */
  linked: Linked[] | null;
}

interface Linked {
  /** As the record has it. */
  id: string;
  /** The id that it has now; null if it was deleted. */
  live_id: string | null;
  name: string | null;
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
    ${linkedRecords(tables, teamId)} as linked`;
}

/** Selects the linked records: of a merged one its survivor, of a deleted one nothing. */
function linkedRecords({ definition: { link } }: EntityTables, teamId: string): RawBuilder<unknown> {
  if (!link) return sql`null`;
  const { records } = tablesOf(link.to);
  const column = sql.ref(`r.${link.column}`);
  const ofJobs = sql`
    select split_part(f.name, '/', 2) as id from jsonb_object_keys(r.fields) f(name)
     where f.name like ${sql.lit(`${jobField("")}%`)}`;
  // Most records are linked to none. With offset 0 each is looked up by its id, whatever Postgres believes of their number.
  return sql`
    case when ${column} is null and ${link.jobs ? sql`not exists (${ofJobs})` : sql`true`} then null else (
      select json_agg(json_build_object('id', k.id, 'live_id', l.id, 'name', (
               select c.fields ->> ${sql.lit(link.jobs?.calledBy ?? "")} from ${sql.table(records)} c
                where c.team_id = ${teamId} and c.record_id = l.id)))
        from (select ${column} as id ${link.jobs ? sql`union ${ofJobs}` : sql``}) k
       cross join lateral (
             select case when count(*) = 0 then k.id else max(t.survivor_id) end as id
               from retired_records t
              where t.team_id = ${teamId} and t.record_id = k.id offset 0) l
       where k.id is not null) end`;
}

export function snapshotOfRow({ definition }: EntityTables, row: ReadRow): RecordSnapshot {
  const { identifiers } = row;
  const linked = new Map((row.linked ?? []).map((each) => [each.id, each]));
  const names = new Map((row.linked ?? []).map((each) => [each.live_id, each.name]));
  return snapshotOf(
    definition,
    { teamId: row.team_id, recordId: row.record_id, identifiers, updatedClock: row.updated_clock },
    withLinkedJob(definition, stateOfRow(row)),
    (id) => linked.get(id)?.live_id ?? undefined,
    (id) => names.get(id) ?? undefined,
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
