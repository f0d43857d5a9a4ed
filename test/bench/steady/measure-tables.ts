import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** What Postgres has of the contacts and their identifiers. */
export interface TableState {
  readonly contacts: number;
  /** Bytes of both tables, without their indexes. */
  readonly tableBytes: number;
  readonly indexBytes: number;
  readonly deadRows: number;
  /** Of contacts, since the start. */
  readonly updates: number;
  /** Those of them that changed no index (heap-only tuples). */
  readonly hotUpdates: number;
  readonly vacuums: number;
}

export async function measureTables(db: Database): Promise<TableState> {
  const { rows } = await sql<TableState>`
    select (select count(*)::int from contacts) as contacts,
           sum(pg_table_size(relid))::float8 as "tableBytes", sum(pg_indexes_size(relid))::float8 as "indexBytes",
           sum(n_dead_tup)::int as "deadRows", sum(autovacuum_count)::int as vacuums,
           sum(n_tup_upd) filter (where relname = 'contacts')::float8 as updates,
           sum(n_tup_hot_upd) filter (where relname = 'contacts')::float8 as "hotUpdates"
      from pg_stat_user_tables where relname in ('contacts', 'contact_identifiers')`.execute(db);
  if (!rows[0]) throw new Error("Postgres told nothing of its tables.");
  return rows[0];
}
