import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { tablesOf } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { RecordFilter, SortOrder } from "./record-filter.ts";
import { resolveRecord } from "./resolve-record.ts";
import { isFound, searchStages } from "./search-stages.ts";
import type { Stage, StageBounds } from "./stage.ts";

/**
 * Gives the stages of a filter, or none if it can't match anything. The oldest records come first by default, so that
 * pages don't shift while records are added.
 */
export async function stagesOf(
  db: Database,
  teamId: string,
  entity: Entity,
  filter: Exclude<RecordFilter, { kind: "named" }>,
  sortOrder: SortOrder = "asc",
): Promise<Stage[]> {
  const tables = tablesOf(entity);
  if (filter.kind === "none") return [];
  if (filter.kind === "all") return [allRecords(tables, teamId, WALKS[sortOrder])];
  if (filter.kind === "search") return searchStages(tables, teamId, filter.text);
  const { link } = tables.definition;
  const company = link && (await resolveRecord(db, teamId, link.to, filter.company));
  if (!company) return [];
  const linked = linkedRecords(tables, link.column, teamId, company.allIds, WALKS[sortOrder]);
  return [filter.text === undefined ? linked : foundAmong(linked, isFound(tables, teamId, filter.text))];
}

/** A walk through an index of the times when records were created, from one of its ends. */
interface Walk {
  readonly order: RawBuilder<unknown>;
  readonly beyond: RawBuilder<unknown>;
  readonly through: RawBuilder<unknown>;
}

const WALKS: Readonly<Record<SortOrder, Walk>> = {
  asc: { order: sql`r.created_clock, r.record_id`, beyond: sql`>`, through: sql`<=` },
  desc: { order: sql`r.created_clock desc, r.record_id desc`, beyond: sql`<`, through: sql`>=` },
};

function allRecords(tables: EntityTables, teamId: string, walk: Walk): Stage {
  const rows = (bounds?: StageBounds) => sql`
    select r.created_clock as key, r.record_id from ${sql.table(tables.records)} r
     where r.team_id = ${teamId} ${within(walk, bounds)}`;
  return { rows, passed: rows, order: walk.order };
}

/** Selects linked records in the same order. The index has the records of each linked id in it. */
function linkedRecords(
  { records }: EntityTables,
  column: string,
  teamId: string,
  linkedIds: readonly string[],
  walk: Walk,
): Stage {
  const { order } = walk;
  const [only, ...merged] = linkedIds;
  const [table, linkedId] = [sql.table(records), sql.ref(`r.${column}`)];
  const rows = (bounds?: StageBounds) => sql`
    select r.created_clock as key, r.record_id from ${table} r
     where r.team_id = ${teamId} and ${linkedId} = ${only} ${within(walk, bounds)}`;
  if (merged.length === 0) return { rows, passed: rows, order };
  // Each id is a walk of its own that ends at the limit. They are merged, and nothing is sorted.
  const all = (bounds?: StageBounds) => {
    const limit = bounds?.limit === undefined ? sql`` : sql`limit ${bounds.limit}`;
    const each = linkedIds.map(
      (id) => sql`
        (select r.created_clock, r.record_id from ${table} r
          where r.team_id = ${teamId} and ${linkedId} = ${id} ${within(walk, bounds)}
          order by ${order} ${limit})`,
    );
    return sql`
      select r.created_clock as key, r.record_id from (${sql.join(each, sql` union all `)}) r where true`;
  };
  return { rows: all, passed: all, order };
}

/** Selects those of a stage that a search finds too. Each is asked for itself. */
function foundAmong(stage: Stage, found: RawBuilder<unknown>): Stage {
  const rows = ({ after, upTo }: StageBounds = {}) => sql`${stage.passed({ after, upTo })} and ${found}`;
  return { ...stage, rows, sifts: true };
}

function within({ beyond, through }: Walk, { after, upTo }: StageBounds = {}): RawBuilder<unknown> {
  const position = sql`(r.created_clock, r.record_id)`;
  const from = after ? sql`and ${position} ${beyond} (${after.key}::bigint, ${after.recordId})` : sql``;
  return upTo ? sql`${from} and ${position} ${through} (${upTo.key}::bigint, ${upTo.recordId})` : from;
}
