import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import type { RecordName } from "./read-record.ts";

/**
 * Gives the ids of the records that these names lead to, in the order of the names, each once. The id of a merged
 * record leads to its survivor. A name that leads nowhere is left out, or gives an id that isn't there. It is one
 * statement.
 */
export async function findRecordIds(
  db: Database,
  teamId: string,
  entity: Entity,
  names: readonly RecordName[],
): Promise<string[]> {
  if (names.length === 0) return [];
  const tables = tablesOf(entity);
  const rows = names.map((name, place) =>
    "recordId" in name ? { place, record_id: name.recordId } : { place, ...name.identifier },
  );
  const columns = { place: "integer", record_id: "id", kind: "id", value: "id" } as const;
  const found = await sql<{ record_id: string }>`
    select f.record_id
      from (select k.place,
                   case when k.record_id is null
                        then (select i.record_id from ${sql.table(tables.identifiers)} i
                               where i.team_id = ${teamId} and i.kind = k.kind and i.value = k.value)
                        else coalesce((select t.survivor_id from retired_records t
                                        where t.team_id = ${teamId} and t.record_id = k.record_id),
                                      k.record_id) end as record_id
              from ${rowSet("k", columns, rows)}) f
     where f.record_id is not null
     group by f.record_id
     order by min(f.place)`.execute(db);
  return found.rows.map(({ record_id }) => record_id);
}
