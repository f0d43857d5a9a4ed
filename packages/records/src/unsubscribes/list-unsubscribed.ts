import type { Tables } from "@onefold/database";
import type { UnsubscribedValue } from "@onefold/identity";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Unsubscribed } from "./unsubscribed.ts";

export interface UnsubscribedRequest {
  /** Only values of these kinds. */
  readonly kinds: readonly UnsubscribedValue["kind"][];
  readonly limit: number;
  readonly offset?: number;
  /** The last one of the page before. */
  readonly after?: UnsubscribedPosition;
}

/** Where a page ends. The time is a text of Postgres', as it has microseconds. */
export interface UnsubscribedPosition {
  readonly createdAt: string;
  readonly unsubscribedId: string;
}

export interface UnsubscribedPage {
  readonly values: readonly Unsubscribed[];
  /** Absent where there was no more. */
  readonly next?: UnsubscribedPosition;
}

/** Lists the team's values, the oldest first. Those of which only the hash is kept are left out. */
export async function listUnsubscribed(
  db: Kysely<Tables>,
  teamId: string,
  { kinds, limit, offset = 0, after }: UnsubscribedRequest,
): Promise<UnsubscribedPage> {
  const { rows } = await sql<{
    kind: UnsubscribedValue["kind"];
    value: string;
    unsubscribed_id: string;
    created_at: Date;
    at: string;
  }>`
    select kind, value, unsubscribed_id, created_at, created_at::text as at from unsubscribed_values
     where team_id = ${teamId} and value is not null and kind = any(${[...kinds]})
       and ${
         after
           ? sql`(created_at, unsubscribed_id) > (${after.createdAt}::timestamptz, ${after.unsubscribedId})`
           : sql`true`
       }
     order by created_at, unsubscribed_id
     limit ${limit} offset ${offset}`.execute(db);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    values: rows.map(({ kind, value, unsubscribed_id, created_at }) => ({
      kind,
      value,
      unsubscribedId: unsubscribed_id,
      createdAt: created_at.getTime(),
    })),
    ...(last && { next: { createdAt: last.at, unsubscribedId: last.unsubscribed_id } }),
  };
}
