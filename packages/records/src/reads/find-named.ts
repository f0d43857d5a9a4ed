import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import type { RecordFilter } from "./record-filter.ts";
import { resolveRecord } from "./resolve-record.ts";
import { isFound } from "./search-stages.ts";

/** Gives the id of the one record that such a filter lets through, if there is one. */
export async function findNamed(
  db: Database,
  teamId: string,
  entity: Entity,
  { names, company, text }: Extract<RecordFilter, { kind: "named" }>,
): Promise<string | undefined> {
  const found = new Set<string | undefined>();
  for (const name of names) found.add((await resolveRecord(db, teamId, entity, name))?.recordId);
  const [recordId] = found;
  if (recordId === undefined || found.size > 1) return undefined;
  if (company === undefined && text === undefined) return recordId;

  const tables = tablesOf(entity);
  const { link } = tables.definition;
  const linked = company && link && (await resolveRecord(db, teamId, link.to, company));
  if (company && !linked) return undefined;
  const isLinked = link && linked ? sql`and ${sql.ref(`r.${link.column}`)} = any(${linked.allIds})` : sql``;
  const { rows } = await sql`
    select from ${sql.table(tables.records)} r
     where r.team_id = ${teamId} and r.record_id = ${recordId} ${isLinked}
       ${text === undefined ? sql`` : sql`and ${isFound(tables, teamId, text)}`}`.execute(db);
  return rows.length > 0 ? recordId : undefined;
}
