import type { SubscriptionUpdated } from "@onefold/contract";
import { setUnsubscribed } from "@onefold/records";
import type { Handler } from "hono";
import { operate } from "../operate.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

const UPDATED: SubscriptionUpdated = "Contact subscription updated";

/** `POST /api/v2/unsubscribes/contacts/{contactId}` unsubscribes, `DELETE` there subscribes again. */
export function putSubscription(
  services: Services,
  unsubscribed: boolean,
): Handler<AppEnv, "/api/v2/unsubscribes/contacts/:contactId"> {
  return async (c) => {
    knownQuery(c, []);
    const contact = recordNameOf("contact", c.req.param("contactId"));
    if (!contact) throw notFound("contact");
    const { outcome, headers } = await operate(c, services, (operation) =>
      setUnsubscribed(services.slow.of(c), operation, { contact, unsubscribed }),
    );
    if (outcome.kind === "not-found") throw notFound("contact");
    return reply(c, 200, UPDATED, headers);
  };
}
