import type { IdentifierKind } from "@onefold/contract";
import type { Database, StampColumn } from "@onefold/database";
import type { RecordState } from "@onefold/identity";
import { sql } from "kysely";
import { stampsOfColumns } from "../../src/rows/stamp-columns.ts";

interface DumpedRecord {
  recordId: string;
  fields: RecordState["fields"];
  stamps: RecordState["stamps"];
  source: string;
  createdBy: string;
  createdClock: number;
  updatedClock: number;
  names: (string | null)[];
  identifiers: { kind: IdentifierKind; value: string; clock: number }[];
}

/** Everything that is stored of a team's contacts or companies, by id. */
export async function dump(
  db: Database,
  teamId: string,
  entity: "contact" | "company" = "contact",
): Promise<DumpedRecord[]> {
  const [records, identifiers] =
    entity === "contact" ? ["contacts", "contact_identifiers"] : ["companies", "company_identifiers"];
  const names = entity === "contact" ? sql`array[name_key, last_name_key]` : sql`array[name_key]`;
  type Row = Omit<DumpedRecord, "stamps"> & { stamps: Record<string, StampColumn> };
  const { rows } = await sql<Row>`
    select record_id as "recordId", fields, stamps, source, created_by as "createdBy",
           created_clock as "createdClock", updated_clock as "updatedClock", ${names} as names,
           (select json_agg(json_build_object('kind', kind, 'value', value, 'clock', clock)
                            order by kind, value)
              from ${sql.table(identifiers)} i
             where i.team_id = r.team_id and i.record_id = r.record_id) as identifiers
      from ${sql.table(records)} r where team_id = ${teamId} order by record_id`.execute(db);
  // The same stamps can be stored in more than one way.
  return rows.map((row) => ({ ...row, stamps: stampsOfColumns(row.stamps, row.fields) }));
}

/** The same without ids, which are random, and in an order that doesn't depend on them. */
export function withoutIds(records: readonly DumpedRecord[]): unknown[] {
  return records
    .map(({ identifiers, ...rest }) => ({
      ...rest,
      recordId: "any",
      identifiers: identifiers.map(({ kind, value }) => `${kind} ${value}`),
    }))
    .toSorted((a, b) => a.identifiers.join().localeCompare(b.identifiers.join()));
}
