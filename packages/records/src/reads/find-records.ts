import type { Entity, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { tablesOf } from "../entity-tables.ts";
import { ID, jsonRows } from "../json-rows.ts";
import { snapshotOfRow } from "../read-record.ts";
import type { ReadRow, RecordName } from "../read-record.ts";
import { joinSnapshots } from "./read-snapshots.ts";

/**
 * The records that these names lead to, in the order of the names, each once; names that lead nowhere are
 * left out, and the id of a merged record leads to its survivor. In one statement.
 */
export async function findRecords(
  db: Database,
  teamId: string,
  entity: Entity,
  names: readonly RecordName[],
): Promise<RecordSnapshot[]> {
  if (names.length === 0) return [];
  const tables = tablesOf(entity);
  const rows = names.map((name, place) =>
    "recordId" in name ? { place, record_id: name.recordId } : { place, ...name.identifier },
  );
  const columns = `place integer, record_id ${ID}, kind ${ID}, value ${ID}`;
  const found = await sql<ReadRow>`
    select s.* from (
      select f.record_id, min(f.place) as place
        from (select k.place,
                     case when k.record_id is null
                          then (select i.record_id from ${sql.table(tables.identifiers)} i
                                 where i.team_id = ${teamId} and i.kind = k.kind and i.value = k.value)
                          else coalesce((select t.survivor_id from retired_records t
                                          where t.team_id = ${teamId} and t.record_id = k.record_id),
                                        k.record_id) end as record_id
                from ${jsonRows("k", columns, rows)}) f
       where f.record_id is not null
       group by f.record_id) n
     ${joinSnapshots(tables, teamId)}
     order by n.place`.execute(db);
  return found.rows.map(snapshotOfRow);
}
