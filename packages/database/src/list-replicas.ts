import type { ClusterReplica } from "@onefold/contract";
import { sql } from "kysely";
import type { Database } from "./create-database.ts";

interface Row {
  readonly name: string;
  readonly state: string | null;
  readonly lag_bytes: number | null;
  readonly lag_ms: number | null;
}

/**
 * Lists the standbys that stream from this Postgres. Its role needs the rights of `pg_read_all_stats` to see how far each
 * is; without them it sees that there are some.
 */
export async function listReplicas(db: Database): Promise<ClusterReplica[]> {
  const { rows } = await sql<Row>`
    select coalesce(nullif(application_name, ''), host(client_addr), 'standby') as name, state,
           case when replay_lsn is not null
                then greatest(0, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)) end::float8 as lag_bytes,
           (extract(epoch from replay_lag) * 1000)::float8 as lag_ms
      from pg_stat_replication order by 1`.execute(db);
  return rows.map(({ name, state, lag_bytes, lag_ms }) => ({
    of: "records",
    name,
    state: state ?? "unknown",
    ...(lag_bytes !== null && { lagBytes: lag_bytes }),
    ...(lag_ms !== null && { lagMs: Math.round(lag_ms) }),
  }));
}
