import { SubscriptionUpdated } from "@onefold/contract";
import { setUnsubscribed } from "@onefold/records";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { operate, OPERATION_HEADERS } from "../operate.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { CONTACT_PARAMETER } from "./get-subscription.ts";

const UPDATED: SubscriptionUpdated = "Contact subscription updated";

const COMMON = {
  path: "/api/v2/unsubscribes/contacts/:contactId",
  scopes: ADMIN_ONLY,
  request: { params: CONTACT_PARAMETER, headers: OPERATION_HEADERS },
  answers: { 200: answer("It is.", json(SubscriptionUpdated, UPDATED), REPLAYED_HEADER) },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "DELETED", "IDEMPOTENCY_KEY_REUSED"],
} as const;

export const unsubscribeRoute = defineRoute({
  ...COMMON,
  method: "POST",
  operationId: "unsubscribeContact",
  summary: "Unsubscribe a contact",
  description: "No upsert resets it. Once more does no harm.",
  handle: (c, services) => setSubscription(c, services, c.req.param("contactId"), true),
});

export const resubscribeRoute = defineRoute({
  ...COMMON,
  method: "DELETE",
  operationId: "resubscribeContact",
  summary: "Subscribe a contact again",
  description: "Once more does no harm.",
  handle: (c, services) => setSubscription(c, services, c.req.param("contactId"), false),
});

async function setSubscription(
  c: AppContext,
  services: Services,
  named: string,
  unsubscribed: boolean,
): Promise<Response> {
  knownQuery(c, {});
  const contact = recordNameOf("contact", named);
  if (!contact) throw notFound("contact");
  const { outcome, headers } = await operate(c, services, (operation) =>
    setUnsubscribed(services.slow.of(c), operation, { contact, unsubscribed }),
  );
  if (outcome.kind === "not-found") throw notFound("contact");
  return reply(c, 200, UPDATED, headers);
}
