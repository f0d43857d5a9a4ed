import { ChangeEventName } from "@onefold/contract";
import type { LemlistHook, WebhookFilter } from "./webhook.ts";

/** What of lemlist's types happens here: the others are about campaigns. */
const EVENTS: Readonly<Partial<Record<string, readonly ChangeEventName[]>>> = {
  emailsUnsubscribed: ["subscription"],
};
const OF_CONTACTS = ChangeEventName.options.filter((name) => name !== "job_ended" && name !== "disabled");

/** Says what a hook of lemlist's is told of: what its type means, or without one all that happens to contacts. Pure. */
export function filterOfHook({ type }: LemlistHook): WebhookFilter {
  if (type === undefined) return { entity: "contact", events: OF_CONTACTS };
  return { entity: "contact", events: EVENTS[type] ?? [], isUnsubscribed: true };
}
