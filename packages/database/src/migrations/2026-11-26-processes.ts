import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps who works on this database, and with which queue. An API and a worker with different queues never meet. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table processes (
      process_id text collate "C" primary key,
      app text collate "C" not null check (app in ('api', 'worker')),
      queue_id text collate "C" not null,
      seen_at timestamptz not null default clock_timestamp()
    )`.execute(db);
}
