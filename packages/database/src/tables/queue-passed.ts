import type { Generated } from "kysely";

/** The queue's watermark. The table has at most one row. */
export interface QueuePassedTable {
  single: Generated<boolean>;
  /** What was queued before this time is no longer in the queue: it has its receipt, or it is lost. */
  passed_before: Date;
  /** When the look at the queue began by which that is known; null if an earlier version noted it. */
  looked_at: Generated<Date | null>;
  /**
   * An item that was accepted at the first time is being added again. Until the second time the watermark stays behind
   * the first.
   */
  held_before: Generated<Date | null>;
  held_until: Generated<Date | null>;
}
