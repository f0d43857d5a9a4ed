import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Keeps every time that an identifier stopped naming a record, not only the last one. An item means whom the identifier
 * named when the item was accepted, and the identifier may have changed hands several times since. `erased_clock` is
 * when the record that it had been removed from was erased.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    alter table tombstones
      add erased_clock bigint,
      drop constraint tombstones_pkey,
      add primary key (team_id, entity, kind, hash, clock)`.execute(db);
}
