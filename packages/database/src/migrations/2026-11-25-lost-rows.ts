import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Adds how it is known what the queue has lost, as when its store was replaced, and how much of each job that is. */
export async function up(db: Kysely<Tables>): Promise<void> {
  // The table has at most one row.
  await sql`
    create table queue_passed (
      single boolean primary key default true check (single),
      passed_before timestamptz not null
    )`.execute(db);
  await sql`alter table job_counts add lost integer not null default 0`.execute(db);
  await sql`alter table jobs add checked_rows integer not null default 0, add checked_at timestamptz`.execute(
    db,
  );
}
