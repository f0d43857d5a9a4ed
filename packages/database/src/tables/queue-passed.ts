import type { Generated } from "kysely";

/** The queue's watermark. One row at most. */
export interface QueuePassedTable {
  single: Generated<boolean>;
  /** What was queued before is no longer in the queue: it has its receipt, or it is lost. */
  passed_before: Date;
  /** When the look at the queue began by which that is known; null where an earlier version noted it. */
  looked_at: Generated<Date | null>;
  /** An item that was accepted then is being added again: until that time the watermark stays behind it. */
  held_before: Generated<Date | null>;
  held_until: Generated<Date | null>;
}
