import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps by which look the queue's watermark is known, and what it mustn't pass while an old item is added again. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    alter table queue_passed
      add looked_at timestamptz, add held_before timestamptz, add held_until timestamptz`.execute(db);
}
