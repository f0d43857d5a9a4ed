import { z } from "zod";
import { ContactId } from "./wire-parts.ts";

/** The answer to `GET /api/v2/unsubscribes/contacts/{contactId}`. */
export const Subscription = z
  .object({
    _id: ContactId,
    doNotContact: z.boolean().meta({ description: "Whether the contact is unsubscribed." }),
  })
  .meta({ id: "Subscription" });
export type Subscription = z.infer<typeof Subscription>;

/** The answer to `POST` and `DELETE` there: a JSON string, like lemlist's. */
export const SubscriptionUpdated = z
  .literal("Contact subscription updated")
  .meta({ id: "SubscriptionUpdated" });
export type SubscriptionUpdated = z.infer<typeof SubscriptionUpdated>;
