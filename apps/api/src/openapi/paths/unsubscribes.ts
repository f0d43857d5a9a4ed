import { Subscription, SubscriptionUpdated } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";
import { operationHeaders, replayedHeader } from "../operation-key.ts";

const path = z.object({
  contactId: z
    .string()
    .meta({ description: "The contact's id, or one of its e-mails.", example: "ctc_Nx4qJwS0dV2bTzK8m" }),
});

/** A JSON string; examples/ has objects. */
const updated = {
  ...answer("It is.", SubscriptionUpdated, replayedHeader),
  content: { "application/json": { schema: SubscriptionUpdated, example: SubscriptionUpdated.value } },
};

const refusals = errors("INVALID_REQUEST", "NOT_FOUND", "DELETED", "IDEMPOTENCY_KEY_REUSED");

export const unsubscribesPaths: ZodOpenApiPathsObject = {
  "/api/v2/unsubscribes/contacts/{contactId}": {
    get: {
      operationId: "getSubscription",
      summary: "Whether a contact is unsubscribed",
      requestParams: { path },
      responses: { "200": answer("Whether it is.", Subscription), ...errors("NOT_FOUND") },
    },
    post: {
      operationId: "unsubscribeContact",
      summary: "Unsubscribe a contact",
      description: "No upsert resets it. Once more does no harm.",
      requestParams: { path, header: operationHeaders },
      responses: { "200": updated, ...refusals },
    },
    delete: {
      operationId: "resubscribeContact",
      summary: "Subscribe a contact again",
      description: "Once more does no harm.",
      requestParams: { path, header: operationHeaders },
      responses: { "200": updated, ...refusals },
    },
  },
};
