import type { Generated } from "kysely";

/** One row at most. */
export interface QueuePassedTable {
  single: Generated<boolean>;
  /** What was queued before is no longer in the queue: it has its receipt, or it is lost. */
  passed_before: Date;
}
