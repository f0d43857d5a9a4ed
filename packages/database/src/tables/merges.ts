import type { Generated } from "kysely";

/** Merges as an undo needs them, named by the item that made them. Kept as long as receipts. */
export interface MergeTable {
  team_id: string;
  job_id: string;
  row: number;
  entity: string;
  survivor_id: string;
  clock: number;
  /** In the order of their commits, among those of one survivor. */
  seq: Generated<number>;
  /** A `MergeDetail` of the records package; null once it was undone or erased. */
  detail: unknown;
  undone_clock: number | null;
  /** The records that an undo brought back. */
  restored_ids: string[] | null;
}
