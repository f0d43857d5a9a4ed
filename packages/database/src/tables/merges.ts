import type { Generated } from "kysely";

/** Merges with what an undo needs, named by the item that made them. They are kept as long as receipts. */
export interface MergeTable {
  team_id: string;
  job_id: string;
  row: number;
  entity: string;
  survivor_id: string;
  clock: number;
  /** A number that rises with the commits of one survivor's merges. */
  seq: Generated<number>;
  /** A `MergeDetail` of the records package; null once it was undone or erased. */
  detail: unknown;
  undone_clock: number | null;
  /** Set by an undo: the receipts of the time between have no higher `merge_seq`. */
  last_seq: Generated<number | null>;
  /** The records that an undo brought back. */
  restored_ids: string[] | null;
}
