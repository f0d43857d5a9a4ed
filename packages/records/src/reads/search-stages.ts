import { readAs, searchKey } from "@onefold/identity";
import type { IdentifierDefinition } from "@onefold/identity";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { EntityTables } from "../rows/entity-tables.ts";
import { prefixRange } from "./prefix-range.ts";
import type { TextRange } from "./prefix-range.ts";
import type { Stage, StageBounds } from "./stage.ts";

/**
 * Makes the stages of a search: identifiers of the main kind first, then each column of names, then pages by what
 * follows their host and path. Each record comes up once, at its first match.
 */
export function searchStages(tables: EntityTables, teamId: string, text: string): Stage[] {
  return searched(tables, teamId, text).stages;
}

/** Says whether a search finds the record whose id row `r` has. */
export function isFound(tables: EntityTables, teamId: string, text: string): RawBuilder<unknown> {
  const each = searched(tables, teamId, text).shown.map((shown) => shown("identifier"));
  return sql`(${sql.join(each, sql` or `)})`;
}

function searched(
  tables: EntityTables,
  teamId: string,
  text: string,
): { readonly stages: Stage[]; readonly shown: Shown[] } {
  const { main, identifiers, nameColumns } = tables.definition;
  const stages: Stage[] = [];
  const shown: Shown[] = [];
  const addIdentifiers = (kind: string, range: TextRange) => {
    const column = { tables, teamId, kind, range };
    stages.push(identifierStage(column, shown.slice()));
    shown.push(() => hasIdentifier(column));
  };
  addIdentifiers(main.kind, prefixRange(mainPrefix(main, text)));
  const key = searchKey(text);
  for (const { column: name } of key === undefined ? [] : nameColumns) {
    const column = { tables, teamId, name, range: prefixRange(key ?? "") };
    stages.push(nameStage(column, shown.slice()));
    shown.push((row) => hasName(column, row));
  }
  for (const page of identifiers) {
    const prefix = pagePrefix(page, text);
    if (prefix !== undefined) addIdentifiers(page.kind, prefixRange(prefix));
  }
  return { stages, shown };
}

/**
 * Says whether an earlier stage has shown the record of row `r`, which is one of its identifiers or the record itself.
 */
type Shown = (row: "identifier" | "record") => RawBuilder<unknown>;

/** Gives a whole identifier in its canonical form. A part of one is made canonical as far as that is possible. */
function mainPrefix(main: IdentifierDefinition, text: string): string {
  return readAs(main, text) ?? text.trim().toLowerCase().normalize("NFC");
}

/**
 * Gives the beginning of a page's URL, of a URL or of what follows its host and path. It is undefined for what no page
 * can be called.
 */
function pagePrefix({ begins, canonical }: IdentifierDefinition, text: string): string | undefined {
  return begins === undefined ? undefined : (canonical(text) ?? canonical(begins + text.trim()));
}

interface IdentifierColumn {
  readonly tables: EntityTables;
  readonly teamId: string;
  readonly kind: string;
  readonly range: TextRange;
}

/**
 * A stage by identifiers, in the order of their values. A record with several that match comes up at the first of them.
 */
function identifierStage(column: IdentifierColumn, before: readonly Shown[]): Stage {
  const { tables, teamId, kind, range } = column;
  const passed = ({ after, upTo }: StageBounds = {}) => sql`
    select r.value as key, r.record_id from ${sql.table(tables.identifiers)} r
     where r.team_id = ${teamId} and r.kind = ${kind}
       and ${inRange(sql`r.value`, range, after && sql`r.value > ${after.key}`)}
       ${upTo ? sql`and r.value <= ${upTo.key}` : sql``}`;
  const isFirst = not([
    ...before.map((shown) => shown("identifier")),
    hasIdentifier(column, sql`and j.value < r.value`),
  ]);
  return {
    passed,
    rows: (bounds) => sql`${passed(bounds)} ${isFirst}`,
    // The value alone orders them, as each value has one record.
    order: sql`r.value`,
    ...(before.length > 0 && { repeats: true }),
  };
}

interface NameColumn {
  readonly tables: EntityTables;
  readonly teamId: string;
  readonly name: string;
  readonly range: TextRange;
}

function nameStage({ tables, teamId, name, range }: NameColumn, before: readonly Shown[]): Stage {
  const column = sql.ref(`r.${name}`);
  const passed = ({ after, upTo }: StageBounds = {}) => sql`
    select ${column} as key, r.record_id from ${sql.table(tables.records)} r
     where r.team_id = ${teamId}
       and ${inRange(column, range, after && sql`(${column}, r.record_id) > (${after.key}, ${after.recordId})`)}
       ${upTo ? sql`and (${column}, r.record_id) <= (${upTo.key}, ${upTo.recordId})` : sql``}`;
  const isFirst = not(before.map((shown) => shown("record")));
  return {
    passed,
    rows: (bounds) => sql`${passed(bounds)} ${isFirst}`,
    order: sql`${column}, r.record_id`,
    repeats: true,
  };
}

function not(shown: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(
    shown.map((each) => sql`and not ${each}`),
    sql` `,
  );
}

/**
 * Says whether the record of row `r` owns an identifier in the range. With `offset 0` it is asked row by row: as a
 * join, Postgres may read the whole range first.
 */
function hasIdentifier(
  { tables, teamId, kind, range }: IdentifierColumn,
  more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return sql`exists (
    select from ${sql.table(tables.identifiers)} j
     where j.team_id = ${teamId} and j.record_id = r.record_id and j.kind = ${kind}
       and ${inRange(sql`j.value`, range)} ${more}
    offset 0)`;
}

/** Says whether the record has such a name, asked row by row as well. */
function hasName(
  { tables, teamId, name, range }: NameColumn,
  row: Parameters<Shown>[0],
): RawBuilder<unknown> {
  if (row === "record") return sql`(${inRange(sql.ref(`r.${name}`), range)}) is true`;
  return sql`exists (
    select from ${sql.table(tables.records)} n
     where n.team_id = ${teamId} and n.record_id = r.record_id and ${inRange(sql.ref(`n.${name}`), range)}
    offset 0)`;
}

function inRange(
  column: RawBuilder<unknown>,
  { from, to }: TextRange,
  lower: RawBuilder<unknown> = sql`${column} >= ${from}`,
): RawBuilder<unknown> {
  return to === undefined ? lower : sql`${lower} and ${column} < ${to}`;
}
