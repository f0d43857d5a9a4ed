import { WebhookMessage } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiObject } from "zod-openapi";
import { CONTACT } from "./samples/contact.ts";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_TIME } from "./samples/ids.ts";

const EXAMPLE: WebhookMessage = {
  type: "contact.updated",
  timestamp: SAMPLE_TIME,
  data: {
    entity: "contact",
    events: ["updated"],
    eventIds: ["evt_1"],
    recordId: SAMPLE.contactId,
    clock: SAMPLE_CLOCK,
    changes: { jobTitle: { from: "CTO", to: "CEO" } },
    record: CONTACT,
  },
};

const HEADERS = z.object({
  "webhook-id": z.string().meta({ description: "The same when the same message is sent again." }),
  "webhook-timestamp": z.string().meta({ description: "Of this attempt, in seconds since 1970." }),
  "webhook-signature": z.string().meta({
    description:
      "`v1,` and a Base64 HMAC-SHA256, by the Standard Webhooks scheme; several while secrets change.",
  }),
});

/** What is sent to webhooks, as the document has it. */
export const webhookMessages: NonNullable<ZodOpenApiObject["webhooks"]> = {
  recordChanged: {
    post: {
      operationId: "recordChanged",
      tags: ["Webhooks"],
      summary: "What happened to a record, sent to a webhook",
      description: "At least once, and for one record never an older state after a newer one.",
      security: [],
      requestParams: { header: HEADERS },
      requestBody: {
        required: true,
        content: { "application/json": { schema: WebhookMessage, example: EXAMPLE } },
      },
      responses: {
        200: { description: "Taken, as by any other 2xx." },
        410: { description: "Not wanted any more: the webhook is disabled." },
      },
    },
  },
};
