import { z } from "zod";
import { Entity } from "./entity.ts";
import { Job } from "./job.ts";
import { Change, JOB_CHANGES } from "./receipt.ts";
import { WebhookDisabledReason } from "./webhook-disabled-reason.ts";
import { Clock, Timestamp, WebhookId } from "./wire-parts.ts";

/** What the change feed tells of. An upsert that merges and updates is two events. */
export const ChangeEventName = z.enum([
  "created",
  "updated",
  "merged",
  "split",
  "deleted",
  "subscription",
  "job_ended",
  "disabled",
]);
export type ChangeEventName = z.infer<typeof ChangeEventName>;

/** What an event is about: a record, or a webhook. */
export const ChangeEntity = z.enum([...Entity.options, "webhook"]);
export type ChangeEntity = z.infer<typeof ChangeEntity>;

/** A webhook that gets nothing any more. */
const DisabledWebhook = z
  .object({ id: WebhookId, disabledReason: WebhookDisabledReason })
  .meta({ id: "DisabledWebhook" });

/** One event of the change feed. */
export const ChangeEvent = z
  .object({
    id: z.string().meta({ description: "Of the event: the same whenever it is read." }),
    event: ChangeEventName.meta({
      description:
        "`split`: an undo took a merge back. `subscription`: it was said whether the person may be written to. " +
        "`job_ended`: a batch has ended. `disabled`: a webhook was, by the service.",
    }),
    entity: ChangeEntity,
    at: Timestamp,
    clock: Clock.optional().meta({
      description: "Of what was written. Absent for `job_ended` and `disabled`.",
    }),
    recordId: z
      .string()
      .optional()
      .meta({ description: "The record. Absent for `job_ended` and `disabled`." }),
    changes: z
      .record(z.string(), Change)
      .optional()
      .meta({
        description: `The changed fields, for \`created\`, \`updated\` and \`subscription\`. ${JOB_CHANGES}`,
      }),
    mergedIds: z.array(z.string()).optional().meta({
      description: "For `merged`, the records that became a part of it; for `deleted`, those that were one.",
    }),
    restoredIds: z
      .array(z.string())
      .optional()
      .meta({
        description:
          "For `split`: the records that are back. Read them and the record again: what changed of them has no events of " +
          "its own, such as that one is unsubscribed by a value that it has now, or by what was said since the merge.",
      }),
    jobId: z
      .string()
      .optional()
      .meta({ description: "The job of the request that did it. Absent for `disabled`." }),
    row: z.int().nonnegative().optional().meta({ description: "Its row in that job." }),
    keyId: z.string().optional().meta({
      description: "The API key that asked for it: by it a client knows what it did itself.",
    }),
    job: Job.optional().meta({ description: "For `job_ended`: the job." }),
    webhook: DisabledWebhook.optional().meta({ description: "For `disabled`: the webhook." }),
  })
  .meta({ id: "ChangeEvent" });
export type ChangeEvent = z.infer<typeof ChangeEvent>;

/** The answer to `GET /api/changes`. */
export const ChangeFeed = z
  .object({
    data: z.array(ChangeEvent).meta({ description: "In the order of the feed." }),
    nextCursor: z.string().meta({ description: "`after` of the next page. There is always one." }),
    more: z.boolean().meta({
      description: "Whether to ask again at once: the end wasn't reached. A page can be empty before it.",
    }),
  })
  .meta({ id: "ChangeFeed" });
export type ChangeFeed = z.infer<typeof ChangeFeed>;
