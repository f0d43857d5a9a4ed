import type { Generated } from "kysely";

/**
 * What each transaction did to a team: whose events, and where their receipts are. It has nothing of a person but ids of
 * records. It is partitioned by `day`, as receipts are.
 */
export interface ChangeTable {
  team_id: string;
  /** The UTC day on which it was written, `YYYY-MM-DD`. */
  day: Generated<string>;
  /** The transaction. Postgres says below which of them nothing is to come (`pg_snapshot_xmin`). */
  xid: Generated<string>;
  /** The order within a transaction. */
  seq: Generated<number>;
  /** When it was written; null for rows of an earlier version. */
  at: Generated<Date | null>;
  /** How many entries there are. */
  size: number;
  /** `ChangeEntry`s of the records package, in their order. */
  entries: unknown;
}
