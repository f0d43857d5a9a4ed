import type { Problem } from "@onefold/contract";
import type { Standing } from "@onefold/database";

const MEANWHILE = "lists, exports and histories are read on the primary meanwhile";

/** Says what keeps reads from the replica and how to mend it; nothing where nothing is known to be wrong. */
export function replicaWarnings(standing: Standing): Problem[] {
  switch (standing.kind) {
    case "absent":
      return warning(
        `The read replica can't be read (${standing.why})`,
        "Start the standby, or set DATABASE_READ_URL to where it listens, or to nothing.",
      );
    case "behind":
      return warning(
        `The read replica lacks what was committed ${Math.round(standing.lagMs / 1_000)} s ago`,
        "Look at the standby's log and at pg_stat_replication of the primary: its replay may be paused, or its connection lost, or it follows another server.",
      );
    case "no-standby":
      return warning(
        "The server of DATABASE_READ_URL is no standby, but a primary, so it isn't read",
        "If it was promoted, see that DATABASE_URL leads to the server that is written to. Set DATABASE_READ_URL to a standby of that one, or to nothing.",
      );
    case "other-server":
      return warning(
        "The server of DATABASE_READ_URL has other data than that of DATABASE_URL, so it isn't read",
        "Set DATABASE_READ_URL to a streaming standby of the server of DATABASE_URL, or to nothing.",
      );
    case "other-database":
      return warning(
        `DATABASE_READ_URL names the database ${standing.names[0]}, and DATABASE_URL ${standing.names[1]}`,
        "Name the same database in both.",
      );
    case "follows":
    case "unproven":
      break;
  }
  return [];
}

function warning(what: string, fix: string): Problem[] {
  return [{ what: `${what}: ${MEANWHILE}.`, fix }];
}
