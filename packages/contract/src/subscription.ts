import { z } from "zod";
import { ContactId, Timestamp } from "./wire-parts.ts";

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

const UnsubscribeId = z.string().regex(/^uns_[0-9A-Za-z]{17}$/);
/** lemlist knows more sources. All that is here came by the API. */
const UnsubscribeSource = z.literal("api");

/** A value by which people count as unsubscribed: what lemlist calls a variable. */
export const UnsubscribedVariable = z
  .object({
    _id: UnsubscribeId,
    value: z.string(),
    variable: z.string().meta({ description: "The same." }),
    source: UnsubscribeSource,
    createdAt: Timestamp,
  })
  .meta({ id: "UnsubscribedVariable" });
export type UnsubscribedVariable = z.infer<typeof UnsubscribedVariable>;

/** The same by lemlist's older routes. */
export const UnsubscribedEmail = z
  .object({
    _id: UnsubscribeId,
    email: z.string().meta({ description: "An e-mail, or a domain." }),
    source: UnsubscribeSource,
    createdAt: Timestamp,
  })
  .meta({ id: "UnsubscribedEmail" });
export type UnsubscribedEmail = z.infer<typeof UnsubscribedEmail>;

/** How many values a request unsubscribes at most. */
export const UNSUBSCRIBE_VALUES_MAX = 10_000;

/** The body of `POST /api/v2/unsubscribes/variables`. */
export const UnsubscribeVariablesRequest = z
  .strictObject({ values: z.array(z.string()).min(1).max(UNSUBSCRIBE_VALUES_MAX) })
  .meta({ id: "UnsubscribeVariablesRequest" });
export type UnsubscribeVariablesRequest = z.infer<typeof UnsubscribeVariablesRequest>;

/** Its answer. */
export const UnsubscribeVariablesAnswer = z
  .object({
    success: z.literal(true),
    unsubscribed: z.int().nonnegative().meta({ description: "How many values are on the list by it." }),
    skipped: z
      .array(z.object({ index: z.int().nonnegative(), value: z.string() }))
      .meta({ description: "What is no e-mail, domain, LinkedIn URL or phone number." }),
  })
  .meta({ id: "UnsubscribeVariablesAnswer" });
export type UnsubscribeVariablesAnswer = z.infer<typeof UnsubscribeVariablesAnswer>;

/** The answer to `DELETE /api/v2/unsubscribes/variables/{value}`: a JSON string, like lemlist's. */
export const VariableSubscribed = z.literal("Variable subscribed").meta({ id: "VariableSubscribed" });
export type VariableSubscribed = z.infer<typeof VariableSubscribed>;
