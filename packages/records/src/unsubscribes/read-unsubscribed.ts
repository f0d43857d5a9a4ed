import type { Tables } from "@onefold/database";
import type { UnsubscribedValue } from "@onefold/identity";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { readIdentifierHash } from "../erasure/value-hash.ts";
import type { Unsubscribed } from "./unsubscribed.ts";

/** Reads a value of the team's list, also one of which only the hash is kept; undefined if it isn't there. */
export async function readUnsubscribed(
  db: Kysely<Tables>,
  teamId: string,
  { kind, value }: UnsubscribedValue,
): Promise<Unsubscribed | undefined> {
  const hashOf = await readIdentifierHash(db);
  const { rows } = await sql<{ unsubscribed_id: string; created_at: Date }>`
    select unsubscribed_id, created_at from unsubscribed_values
     where team_id = ${teamId} and kind = ${kind} and hash = ${hashOf(teamId, "contact", { kind, value })}`.execute(
    db,
  );
  const [row] = rows;
  return row && { kind, value, unsubscribedId: row.unsubscribed_id, createdAt: row.created_at.getTime() };
}
