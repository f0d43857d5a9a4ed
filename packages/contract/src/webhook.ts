import { z } from "zod";
import { ChangeEntity, ChangeEvent, ChangeEventName } from "./change-event.ts";
import { Company } from "./company.ts";
import { Contact } from "./contact.ts";
import { Entity } from "./entity.ts";
import { FIELD_NAME_MAX, TEXT_MAX, WEBHOOK_FIELDS_MAX, WEBHOOK_URL_MAX } from "./limits.ts";
import { WebhookDisabledReason } from "./webhook-disabled-reason.ts";
import { Timestamp, UserId, WebhookId } from "./wire-parts.ts";

const names = z.array(ChangeEventName).min(1).max(ChangeEventName.options.length);
const EVENTS = "Only these. Without it: all.";
const FIELDS = "Of `updated`, only what changed one of these fields. Other events aren't affected.";

const given = {
  url: z.string().min(1).max(WEBHOOK_URL_MAX),
  events: names.meta({ description: EVENTS }),
  entity: Entity.meta({ description: "Only events of these. Without it: of all." }),
  fields: z
    .array(z.string().min(1).max(FIELD_NAME_MAX))
    .min(1)
    .max(WEBHOOK_FIELDS_MAX)
    .meta({ description: FIELDS }),
  description: z.string().max(TEXT_MAX),
  enabled: z.boolean(),
};

/** The body of `POST /api/webhooks`. */
export const CreateWebhookRequest = z
  .strictObject({
    url: given.url,
    events: given.events.optional(),
    entity: given.entity.optional(),
    fields: given.fields.optional(),
    description: given.description.optional(),
    enabled: given.enabled.optional(),
  })
  .meta({
    id: "CreateWebhookRequest",
    example: { url: "https://hooks.example.com/onefold", events: ["created", "updated"], entity: "contact" },
  });
export type CreateWebhookRequest = z.infer<typeof CreateWebhookRequest>;

/** The body of `PATCH /api/webhooks/{id}`: what is absent stays, `null` takes a filter away. */
export const PatchWebhookRequest = z
  .strictObject({
    url: given.url.optional(),
    events: given.events.nullish(),
    entity: given.entity.nullish(),
    fields: given.fields.nullish(),
    description: given.description.nullish(),
    enabled: given.enabled.optional(),
  })
  .meta({ id: "PatchWebhookRequest", example: { enabled: true } });
export type PatchWebhookRequest = z.infer<typeof PatchWebhookRequest>;

const WebhookOutcome = z.enum(["delivered", "failed"]);

/** How the latest attempt ended. */
const WebhookLastAttempt = z
  .object({
    at: Timestamp,
    outcome: WebhookOutcome,
    status: z.int().optional(),
    error: z.string().optional(),
  })
  .meta({ id: "WebhookLastAttempt" });

/** A webhook as it is shown, without its secrets. */
export const Webhook = z
  .object({
    id: WebhookId,
    url: z.string(),
    events: names.optional().meta({ description: EVENTS }),
    entity: Entity.optional(),
    fields: z.array(z.string()).optional().meta({ description: FIELDS }),
    description: z.string().optional(),
    hook: z.literal(true).optional().meta({
      description: "It was made by `POST /api/hooks`, and is sent what lemlist's hooks are.",
    }),
    enabled: z.boolean(),
    disabledReason: WebhookDisabledReason.optional(),
    disabledAt: Timestamp.optional(),
    createdAt: Timestamp,
    createdBy: UserId,
    failingSince: Timestamp.optional().meta({
      description: "When the first attempt failed since the last success.",
    }),
    lastSuccessAt: Timestamp.optional(),
    missedAt: Timestamp.optional().meta({
      description:
        "When events were last found to be missing: they were past the retention, or the database was restored. Read the records again.",
    }),
    previousSecretUntil: Timestamp.optional().meta({
      description: "Until when the former secret signs as well.",
    }),
    replaySince: Timestamp.optional().meta({ description: "Events since then are being sent again." }),
    waiting: z
      .int()
      .nonnegative()
      .meta({
        description:
          "Of how many records it is yet to be told: now, or when it is tried again. 1000 stands for more too, and what " +
          "happened since it was disabled isn't counted.",
      }),
    lastAttempt: WebhookLastAttempt.optional().meta({ description: "Absent where none is kept." }),
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof Webhook>;

/** One attempt to deliver a message. */
export const WebhookAttempt = z
  .object({
    number: z.int().positive().meta({ description: "Counts the attempts of this webhook." }),
    at: Timestamp,
    messageId: z
      .string()
      .meta({ description: "The `webhook-id` header: the same when the same is sent again." }),
    events: z.array(ChangeEventName).meta({ description: "What the message told of. Empty for a test." }),
    entity: ChangeEntity.optional(),
    recordId: z
      .string()
      .optional()
      .meta({ description: "The record, the job of `job_ended`, or the webhook of `disabled`." }),
    outcome: WebhookOutcome,
    status: z.int().optional().meta({ description: "Of the answer." }),
    error: z.string().optional().meta({ description: "A code, where there was no answer." }),
    durationMs: z.int().nonnegative(),
    answer: z.string().optional().meta({
      description: "The first KiB of the answer. It goes when the record is deleted.",
    }),
  })
  .meta({ id: "WebhookAttempt" });
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

/** What is sent to a webhook. It is built when it is sent, so it tells of the record as it is then. */
export const WebhookMessage = z
  .object({
    type: z.string().meta({ description: "`contact.updated`: the entity and the event that matters most." }),
    timestamp: Timestamp.meta({ description: "When it was built." }),
    data: ChangeEvent.pick({
      entity: true,
      changes: true,
      mergedIds: true,
      restoredIds: true,
      clock: true,
      job: true,
      keyId: true,
      recordId: true,
      webhook: true,
    })
      .extend({
        events: z.array(ChangeEventName).meta({
          description: "All that happened since the message before about this record, each once.",
        }),
        eventIds: z
          .array(z.string())
          .meta({ description: "The ids that the change feed gives these events." }),
        omitted: z.int().optional().meta({
          description: "How many more events there were, which `changes` and `eventIds` don't tell of.",
        }),
        record: z.union([Contact, Company]).nullable().meta({
          description: "As it is now; null where it is gone, or a part of another.",
        }),
        mergedInto: z.string().optional().meta({ description: "The record that it is a part of now." }),
        test: z.literal(true).optional(),
      })
      .meta({ id: "WebhookData" }),
  })
  .meta({ id: "WebhookMessage" });
export type WebhookMessage = z.infer<typeof WebhookMessage>;
