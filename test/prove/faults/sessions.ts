import { isOutage } from "@onefold/database";
import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import type { Deployment } from "../deployment/deployment.ts";

/** A session of one of our processes in Postgres. */
export interface Session {
  readonly pid: number;
  readonly isIdle: boolean;
  /** What it does, or did last. */
  readonly query: string;
}

/** Those that are open now; none where Postgres doesn't answer. */
export async function sessionsOf({ databaseUrl }: Deployment): Promise<Session[]> {
  try {
    const { rows } = await withDatabase(databaseUrl, (db) =>
      sql<Session>`
        select pid, state = 'idle' as "isIdle", query from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()
        order by pid`.execute(db),
    );
    return rows;
  } catch (error) {
    if (isOutage(error)) return [];
    throw error;
  }
}
