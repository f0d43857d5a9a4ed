import { z } from "zod";

/** What the change feed tells of. An upsert that merges and updates is two events. */
export const ChangeEventName = z.enum([
  "created",
  "updated",
  "merged",
  "split",
  "deleted",
  "subscription",
  "job_ended",
]);
export type ChangeEventName = z.infer<typeof ChangeEventName>;
