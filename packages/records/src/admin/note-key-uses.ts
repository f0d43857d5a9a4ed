import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** How long what was noted of a key's use is near enough. */
export const KEY_USE_SECONDS = 60;

/**
 * Notes that keys of a team are used now, of those for which nothing was noted within a minute. It waits for nobody: of a
 * key that somebody holds another process is noting the same, and two that note several could wait for each other.
 */
export async function noteKeyUses(db: Database, teamId: string, keyIds: readonly string[]): Promise<void> {
  await sql`
    update api_keys set last_used_at = statement_timestamp()
     where team_id = ${teamId} and key_id in (
       select k.key_id from api_keys k
        where k.team_id = ${teamId} and k.key_id = any(${keyIds})
          and (k.last_used_at is null
               or k.last_used_at < statement_timestamp() - make_interval(secs => ${KEY_USE_SECONDS}))
          for no key update skip locked)`.execute(db);
}
