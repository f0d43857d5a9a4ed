import { z } from "zod";
import { Webhook, WebhookAttempt } from "./webhook.ts";
import { WebhookId } from "./wire-parts.ts";

/** The answer to `GET /api/webhooks`: all of them, the oldest first. */
export const WebhooksAnswer = z
  .object({ success: z.literal(true), data: z.array(Webhook) })
  .meta({ id: "WebhooksAnswer" });
export type WebhooksAnswer = z.infer<typeof WebhooksAnswer>;

/** The answer to `GET` and `PATCH /api/webhooks/{id}`. */
export const WebhookAnswer = z
  .object({ success: z.literal(true), data: Webhook })
  .meta({ id: "WebhookAnswer" });
export type WebhookAnswer = z.infer<typeof WebhookAnswer>;

/** The answer that has a webhook's secret, as nothing else has. */
export const WebhookSecretAnswer = z
  .object({ success: z.literal(true), data: Webhook.extend({ secret: z.string() }) })
  .meta({ id: "WebhookSecretAnswer" });
export type WebhookSecretAnswer = z.infer<typeof WebhookSecretAnswer>;

export const DeleteWebhookAnswer = z
  .object({ success: z.literal(true), data: z.object({ id: WebhookId }) })
  .meta({ id: "DeleteWebhookAnswer" });
export type DeleteWebhookAnswer = z.infer<typeof DeleteWebhookAnswer>;

/** The answer to what the workers do: it will be among the attempts. */
export const WebhookQueuedAnswer = z
  .object({ success: z.literal(true), queued: z.literal(true) })
  .meta({ id: "WebhookQueuedAnswer" });
export type WebhookQueuedAnswer = z.infer<typeof WebhookQueuedAnswer>;

/** The body of `POST /api/webhooks/{id}/replay`: one of the two. */
export const ReplayWebhookRequest = z
  .strictObject({
    attempt: z.int().positive().max(2_147_483_647).optional().meta({
      description: "The number of an attempt: what it told of is sent again, as the record is now.",
    }),
    since: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: "All events since then are sent again, as far as they are kept." }),
  })
  .meta({ id: "ReplayWebhookRequest", example: { since: "2026-11-23T12:00:00.000Z" } });
export type ReplayWebhookRequest = z.infer<typeof ReplayWebhookRequest>;

/** The answer to `GET /api/webhooks/{id}/attempts/{number}`. */
export const WebhookAttemptAnswer = z
  .object({
    success: z.literal(true),
    data: WebhookAttempt.extend({
      body: z.string().meta({
        description:
          "What a replay would send now: the JSON of a `WebhookMessage`, or what lemlist's hooks are sent, without the secret.",
      }),
    }),
  })
  .meta({ id: "WebhookAttemptAnswer" });
export type WebhookAttemptAnswer = z.infer<typeof WebhookAttemptAnswer>;

/** The answer to `GET /api/webhooks/{id}/attempts`: the latest first. */
export const WebhookAttemptList = z
  .object({ data: z.array(WebhookAttempt), limit: z.int().positive(), nextCursor: z.string().optional() })
  .meta({ id: "WebhookAttemptList" });
export type WebhookAttemptList = z.infer<typeof WebhookAttemptList>;
