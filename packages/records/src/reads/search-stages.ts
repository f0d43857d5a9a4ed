import { searchKey } from "@onefold/identity";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { EntityTables } from "../rows/entity-tables.ts";
import { prefixRange } from "./prefix-range.ts";
import type { TextRange } from "./prefix-range.ts";
import type { Stage, StageBounds } from "./stage.ts";

/** Identifiers of the main kind first, then each column of names; each record where it comes up first. */
export function searchStages(tables: EntityTables, teamId: string, text: string): Stage[] {
  const identifiers = prefixRange(identifierPrefix(tables, text));
  const stages = [identifierStage(tables, teamId, identifiers)];
  const key = searchKey(text);
  if (key === undefined) return stages;
  const range = prefixRange(key);
  let shown = hasIdentifierIn(tables, teamId, identifiers);
  for (const { column: name } of tables.definition.nameColumns) {
    const column = sql.ref(`r.${name}`);
    stages.push(nameStage(tables, teamId, { column, range, shown }));
    shown = sql`((${inRange(column, range)}) is true or ${shown})`;
  }
  return stages;
}

/** A whole identifier in its canonical form, else as far as that can be said of a part of one. */
function identifierPrefix(tables: EntityTables, text: string): string {
  return tables.definition.main.canonical(text) ?? text.trim().toLowerCase().normalize("NFC");
}

/** By value. A record with several that match comes up at the first of them. */
function identifierStage(tables: EntityTables, teamId: string, range: TextRange): Stage {
  const passed = ({ after }: StageBounds = {}) => sql`
    select r.value as key, r.record_id from ${sql.table(tables.identifiers)} r
     where r.team_id = ${teamId} and r.kind = ${tables.definition.main.kind}
       and ${inRange(sql`r.value`, range, after && sql`r.value > ${after.key}`)}`;
  const shown = hasIdentifierIn(tables, teamId, range, sql`and j.value < r.value`);
  return {
    passed,
    rows: (bounds) => sql`${passed(bounds)} and not ${shown}`,
    // A value has one record.
    order: sql`r.value`,
  };
}

interface NameStage {
  readonly column: RawBuilder<unknown>;
  readonly range: TextRange;
  readonly shown: RawBuilder<unknown>;
}

function nameStage(tables: EntityTables, teamId: string, { column, range, shown }: NameStage): Stage {
  const passed = ({ after, upTo }: StageBounds = {}) => sql`
    select ${column} as key, r.record_id from ${sql.table(tables.records)} r
     where r.team_id = ${teamId}
       and ${inRange(column, range, after && sql`(${column}, r.record_id) > (${after.key}, ${after.recordId})`)}
       ${upTo ? sql`and (${column}, r.record_id) <= (${upTo.key}, ${upTo.recordId})` : sql``}`;
  return {
    passed,
    rows: (bounds) => sql`${passed(bounds)} and not ${shown}`,
    order: sql`${column}, r.record_id`,
    repeats: true,
  };
}

/**
 * Whether the record of row `r` owns an identifier in the range. By `offset 0` it is asked row by row: as a join,
 * Postgres may read the whole range first.
 */
function hasIdentifierIn(
  tables: EntityTables,
  teamId: string,
  range: TextRange,
  more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return sql`exists (
    select from ${sql.table(tables.identifiers)} j
     where j.team_id = ${teamId} and j.record_id = r.record_id and j.kind = ${tables.definition.main.kind}
       and ${inRange(sql`j.value`, range)} ${more}
    offset 0)`;
}

function inRange(
  column: RawBuilder<unknown>,
  { from, to }: TextRange,
  lower: RawBuilder<unknown> = sql`${column} >= ${from}`,
): RawBuilder<unknown> {
  return to === undefined ? lower : sql`${lower} and ${column} < ${to}`;
}
