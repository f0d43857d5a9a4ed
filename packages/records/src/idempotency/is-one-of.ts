import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { NameOfTeam } from "./idempotency-name.ts";

/**
 * Says that a row has one of these hashes, on one of their routes. By a join with the names Postgres, while it takes the
 * team for small, would read all of the team for each of them.
 * @param row the alias of `idempotency_keys`
 */
export function isOneOf(row: string, teamId: string, names: readonly NameOfTeam[]): RawBuilder<boolean> {
  const routes = [...new Set(names.map(({ route }) => route))];
  // As Postgres reads bytes from a text.
  const hashes = names.map(({ keyHash }) => `\\x${keyHash.toString("hex")}`);
  return sql`${sql.ref(`${row}.team_id`)} = ${teamId} and ${sql.ref(`${row}.route`)} = any(${routes}::text[])
         and ${sql.ref(`${row}.key_hash`)} = any(${hashes}::bytea[])`;
}
