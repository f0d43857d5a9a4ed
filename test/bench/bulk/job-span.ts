import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import type { EmptyTeam } from "./stores.ts";

/** In milliseconds since 1970, by the clock of this machine. */
export interface JobSpan {
  readonly acceptedAt: number;
  readonly finishedAt: number;
}

/** When a job was accepted, and when it ended. */
export async function jobSpan({ databaseUrl, teamId }: EmptyTeam, job: string): Promise<JobSpan> {
  const { rows } = await withDatabase(databaseUrl, (db) =>
    sql<JobSpan>`
      select (extract(epoch from accepted_at) * 1000)::float8 as "acceptedAt",
             (extract(epoch from finished_at) * 1000)::float8 as "finishedAt"
        from jobs where team_id = ${teamId} and job_id = ${job}`.execute(db),
  );
  if (!rows[0]) throw new Error(`there is no ${job}`);
  return rows[0];
}
