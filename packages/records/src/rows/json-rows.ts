import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/**
 * Makes a set of rows one parameter: `json_to_recordset` over one JSON text. There is one value to bind whatever the
 * number of rows, and native `JSON.stringify` is faster than building Postgres arrays in JavaScript.
 * @param columns SQL of our own, such as `team_id text collate "C", clock bigint`
 */
export function jsonRows(alias: string, columns: string, rows: readonly object[]): RawBuilder<unknown> {
  return recordset(alias, columns, JSON.stringify(rows));
}

/** Does the same with rows that are JSON texts already. */
export function jsonTexts(alias: string, columns: string, rows: readonly string[]): RawBuilder<unknown> {
  return recordset(alias, columns, `[${rows.join(",")}]`);
}

function recordset(alias: string, columns: string, text: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${text}::json) as ${sql.raw(`${alias}(${columns})`)}`;
}

/** Ids and canonical values are collated "C" everywhere, so that a join never mixes collations. */
export const ID = `text collate "C"`;
