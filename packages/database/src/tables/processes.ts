import type { Generated } from "kysely";

/** A process that runs, or ran a moment ago. */
export interface ProcessTable {
  process_id: string;
  app: "api" | "worker";
  /** The name that its queue's store has for itself. */
  queue_id: string;
  /** When it last announced itself. */
  seen_at: Generated<Date>;
}
