import type { Generated } from "kysely";

/**
 * Two records that are known to be different people, or companies. It has the ids that they had then: either may have
 * been merged into another since.
 */
export interface DifferentRecordsTable {
  team_id: string;
  low_id: string;
  high_id: string;
  /** The member who said so. */
  created_by: string;
  created_at: Generated<Date>;
}
