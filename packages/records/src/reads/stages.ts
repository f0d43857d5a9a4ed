import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { RecordFilter } from "./record-filter.ts";
import { resolveRecord } from "./resolve-record.ts";
import { searchStages } from "./search-stages.ts";
import type { Stage, StageBounds } from "./stage.ts";

/** Gives the stages of a filter, or none if it can't match anything. */
export async function stagesOf(
  db: Database,
  teamId: string,
  entity: Entity,
  filter: Exclude<RecordFilter, { kind: "named" }>,
): Promise<Stage[]> {
  const tables = tablesOf(entity);
  if (filter.kind === "all") return [allRecords(tables, teamId)];
  if (filter.kind === "search") return searchStages(tables, teamId, filter.text);
  const { link } = tables.definition;
  const company = link && (await resolveRecord(db, teamId, link.to, filter.company));
  return company ? [linkedRecords(tables, link.column, teamId, company.allIds)] : [];
}

/** The oldest come first, so that pages don't shift while records are added. */
function allRecords(tables: EntityTables, teamId: string): Stage {
  const rows = (bounds?: StageBounds) => sql`
    select r.created_clock as key, r.record_id from ${sql.table(tables.records)} r
     where r.team_id = ${teamId} ${createdAfter(bounds)}`;
  return { rows, passed: rows, order: sql`r.created_clock, r.record_id` };
}

/** Selects linked records in the same order. The index has the records of each linked id in it. */
function linkedRecords(
  { records }: EntityTables,
  column: string,
  teamId: string,
  linkedIds: readonly string[],
): Stage {
  const [only, ...merged] = linkedIds;
  const [table, linkedId] = [sql.table(records), sql.ref(`r.${column}`)];
  const rows = (bounds?: StageBounds) => sql`
    select r.created_clock as key, r.record_id from ${table} r
     where r.team_id = ${teamId} and ${linkedId} = ${only} ${createdAfter(bounds)}`;
  const order = sql`r.created_clock, r.record_id`;
  if (merged.length === 0) return { rows, passed: rows, order };
  // Each id is a walk of its own that ends at the limit. They are merged, and nothing is sorted.
  const all = (bounds?: StageBounds) => {
    const limit = bounds?.limit === undefined ? sql`` : sql`limit ${bounds.limit}`;
    const each = linkedIds.map(
      (id) => sql`
        (select r.created_clock, r.record_id from ${table} r
          where r.team_id = ${teamId} and ${linkedId} = ${id} ${createdAfter(bounds)}
          order by r.created_clock, r.record_id ${limit})`,
    );
    return sql`
      select r.created_clock as key, r.record_id from (${sql.join(each, sql` union all `)}) r`;
  };
  return { rows: all, passed: all, order };
}

function createdAfter({ after }: StageBounds = {}): RawBuilder<unknown> {
  if (!after) return sql``;
  return sql`and (r.created_clock, r.record_id) > (${after.key}::bigint, ${after.recordId})`;
}
