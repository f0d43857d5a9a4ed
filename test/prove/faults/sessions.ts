import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** A session of one of our processes in Postgres. */
export interface Session {
  readonly pid: number;
  /** Not within a statement or a transaction. */
  readonly isIdle: boolean;
}

/** Those that are open now, beside that of `db`. */
export async function sessionsOf(db: Database): Promise<Session[]> {
  const { rows } = await sql<Session>`
    select pid, state = 'idle' as "isIdle" from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()
    order by pid`.execute(db);
  return rows;
}
