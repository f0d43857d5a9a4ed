import type { Entity, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import { readColumns, snapshotOfRow } from "./read-record.ts";
import type { ReadRow } from "./read-record.ts";
import { PAGE_MAX_BYTES, pageWithin } from "./page-within.ts";

export interface SnapshotPage {
  readonly records: RecordSnapshot[];
  /** How many of the ids it has handled. They are fewer than were given if the records are large. */
  readonly through: number;
}

/**
 * Reads these records of the team as they stand, in this order, as many as make a page (`PAGE_MAX_BYTES`). Those that
 * aren't there are left out.
 */
export async function readSnapshots(
  db: Database,
  teamId: string,
  entity: Entity,
  recordIds: readonly string[],
  maxBytes: number = PAGE_MAX_BYTES,
): Promise<SnapshotPage> {
  if (recordIds.length === 0) return { records: [], through: 0 };
  const named = recordIds.map((recordId, place) => ({ record_id: recordId, place }));
  const tables = tablesOf(entity);
  const found = sql`
    select n.place, s.* from ${rowSet("n", { record_id: "id", place: "integer" }, named)}
     ${joinSnapshots(tables, teamId)}`;
  const large = ["fields", "stamps", "linked"];
  const { rows } = await sql<ReadRow & { place: number; candidates: number }>`
    ${pageWithin({ rows: found, order: sql.ref("place"), large, maxBytes })} order by f.place`.execute(db);
  const last = rows.at(-1);
  const isCut = last !== undefined && rows.length < last.candidates;
  return {
    records: rows.map((row) => snapshotOfRow(tables, row)),
    through: isCut ? last.place + 1 : recordIds.length,
  };
}

/**
 * Joins the record `n.record_id` as `s`, a `ReadRow`. With `offset 0` it is looked up record by record: one index probe
 * each, whatever Postgres believes about the number of rows.
 */
function joinSnapshots(tables: EntityTables, teamId: string): RawBuilder<unknown> {
  return sql`
    cross join lateral (
      select ${readColumns(tables, teamId)}
        from ${sql.table(tables.records)} r
       where r.team_id = ${teamId} and r.record_id = n.record_id
      offset 0) s`;
}
