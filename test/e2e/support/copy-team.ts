import type { Database } from "@onefold/database";
import { newId } from "@onefold/identity";
import { sql } from "kysely";
import { rowsOfTeam } from "../tenancy/support/team-rows.ts";

/** Makes another team with all that a team has, but for its keys; returns the new team's id. */
export type CopyTeam = () => Promise<string>;

/** Secrets are the whole deployment's: no two teams have one in common. */
const NOT_COPIED = new Set(["api_keys", "rotated_secrets", "console_secrets"]);

/**
 * Prepares to copy a team as it is now, ids and receipts included: by one statement, where requests would take a
 * hundred.
 */
export async function prepareCopies(db: Database, teamId: string): Promise<CopyTeam> {
  const rows = Object.entries(await rowsOfTeam(db, teamId)).filter(([, found]) => found.length > 0);
  const tables = rows.map(([table]) => table).filter((table) => !NOT_COPIED.has(table));
  const columns = await Promise.all(tables.map((table) => columnsOf(db, table)));
  return async () => {
    const copy = newId("tea_");
    // What refers to another table's row is judged at the end of the statement, when all are there.
    const inserts = tables.map((table, index) => {
      const others = sql.join((columns[index] ?? []).map((name) => sql.ref(name)));
      return sql`${sql.id(`copied_${index}`)} as (
        insert into ${sql.table(table)} (team_id, ${others})
        select ${copy}, ${others} from ${sql.table(table)} where team_id = ${teamId})`;
    });
    await sql`with ${sql.join(inserts)} select`.execute(db);
    return copy;
  };
}

/** Those that are given, the team's own aside. */
async function columnsOf(db: Database, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'
       and column_name <> 'team_id'`.execute(db);
  return rows.map(({ name }) => name);
}
