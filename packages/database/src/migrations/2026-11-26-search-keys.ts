import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * What isn't seen (direction marks, joiners, fillers, controls) is no part of what searches compare: `searchKey` writes
 * none any more, and what was written with some is mended here. As Postgres' regular expressions have them.
 */
const UNSEEN = String.raw`[\u0001-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d159\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]`;

export async function up(db: Kysely<Tables>): Promise<void> {
  const columns = [
    ["contacts", "name_key"],
    ["contacts", "last_name_key"],
    ["companies", "name_key"],
  ] as const;
  for (const [table, column] of columns) {
    const key = sql.ref(column);
    await sql`
      update ${sql.table(table)}
         set ${key} = nullif(trim(regexp_replace(regexp_replace(${key}, ${UNSEEN}, '', 'g'), '\s+', ' ', 'g')), '')
       where ${key} ~ ${UNSEEN}`.execute(db);
  }
}
