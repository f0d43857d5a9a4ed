import type { Database, FieldValue } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { nameKeysOf } from "../rows/record-row.ts";

/** What isn't seen, as Postgres' regular expressions write it. The keys of searches no longer hold it (`searchKey`). */
export const UNSEEN = String.raw`[\u0001-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d159\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]`;

/**
 * Mends the keys by which searches compare names, if they were written with something that isn't seen. Each record has
 * a statement of its own, so its row is locked for a moment and never together with another one.
 * @returns how many records were mended
 */
export async function respellSearchKeys(db: Database, lookedAtOnce: number): Promise<number> {
  let mended = 0;
  for (const tables of allEntities)
    for await (const rows of outdatedOf(db, tables, lookedAtOnce))
      for (const row of rows) mended += await mend(db, tables, row);
  return mended;
}

interface Row {
  readonly team_id: string;
  readonly record_id: string;
  readonly fields: Record<string, FieldValue>;
  /** If a commit comes between, it writes the keys itself. */
  readonly updated_clock: number;
}

/** Gives the records whose keys hold what isn't seen, page after page of all records. */
async function* outdatedOf(
  db: Database,
  { definition, records }: EntityTables,
  limit: number,
): AsyncGenerator<Row[]> {
  const isOutdated = sql.join(
    definition.nameColumns.map(({ column }) => sql`coalesce(${sql.ref(column)} ~ ${UNSEEN}, false)`),
    sql` or `,
  );
  let after: Row | undefined;
  do {
    const beyond: RawBuilder<unknown> = after
      ? sql`where (team_id, record_id) > (${after.team_id}, ${after.record_id})`
      : sql``;
    const { rows } = await sql<Row & { is_outdated: boolean; is_last: boolean }>`
      with page as (
        select * from ${sql.table(records)} ${beyond} order by team_id, record_id limit ${limit}),
      looked as (
        select team_id, record_id, fields, updated_clock, ${isOutdated} as is_outdated,
               row_number() over (order by team_id, record_id) = ${limit} as is_last from page)
      select * from looked where is_outdated or is_last order by team_id, record_id`.execute(db);
    yield rows.filter(({ is_outdated }) => is_outdated);
    after = rows.find(({ is_last }) => is_last);
  } while (after);
}

async function mend(db: Database, { definition, records }: EntityTables, row: Row): Promise<number> {
  const keys = nameKeysOf(definition, row.fields);
  const set = definition.nameColumns.map(({ column }) => sql`${sql.ref(column)} = ${keys[column] ?? null}`);
  const { numAffectedRows } = await sql`
    update ${sql.table(records)} set ${sql.join(set)}
     where team_id = ${row.team_id} and record_id = ${row.record_id} and updated_clock = ${row.updated_clock}
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
