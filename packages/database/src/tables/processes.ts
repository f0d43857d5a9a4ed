import type { Generated } from "kysely";

/** A process that runs, or ran a moment ago. */
export interface ProcessTable {
  process_id: string;
  app: "api" | "worker";
  /** The name that its queue's store has for itself. */
  queue_id: string;
  /** When it last announced itself. */
  seen_at: Generated<Date>;
  /** What it says of itself, as `ProcessReport`; null where it is of a version before. */
  report: unknown;
  /** When it sent its last beat, by its own monotonic clock; null where it watches no read replica. */
  beat_ms: number | null;
}
