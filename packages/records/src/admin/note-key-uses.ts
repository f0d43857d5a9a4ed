import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** How long what was noted of a key's use is near enough. */
export const KEY_USE_SECONDS = 60;

/** Notes that keys of a team are used now, of those for which nothing was noted within a minute. */
export async function noteKeyUses(db: Database, teamId: string, keyIds: readonly string[]): Promise<void> {
  await sql`
    update api_keys set last_used_at = statement_timestamp()
     where team_id = ${teamId} and key_id = any(${keyIds})
       and (last_used_at is null
            or last_used_at < statement_timestamp() - make_interval(secs => ${KEY_USE_SECONDS}))`.execute(db);
}
