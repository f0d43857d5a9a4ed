import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * What waits and what is being sent have an index each. Messages that are named are then found by the primary key alone:
 * before there are statistics, Postgres took the one index of all that was due for that, and went through all of a webhook's.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  // First, as it takes the strongest lock: who has read messages and is to write them would wait for a weaker one's holder,
  // which then waits for them.
  await sql`drop index webhook_messages_due`.execute(db);
  await sql`
    create index webhook_messages_waiting on webhook_messages (team_id, webhook_id, next_at) where not sending`.execute(
    db,
  );
  await sql`
    create index webhook_messages_sending on webhook_messages (team_id, webhook_id, next_at) where sending`.execute(
    db,
  );
}
