import { CONSENT } from "@onefold/identity";
import type { RecordChange } from "../changes/load-changes.ts";
import type { WebhookFilter } from "./webhook.ts";

/** Says whether a webhook is told of an event. Pure. */
export function wants(
  { entity, events, fields, isUnsubscribed }: WebhookFilter,
  change: RecordChange,
): boolean {
  if (entity !== undefined && change.entity !== entity) return false;
  if (events && !events.includes(change.event)) return false;
  if (isUnsubscribed && change.event === "subscription") return unsubscribes(change);
  if (!fields || change.event !== "updated" || change.kind !== "record") return true;
  const changed = new Set(Object.keys(change.applied?.changes ?? {}));
  // Whether somebody may be written to is an event of its own.
  changed.delete(CONSENT);
  return fields.some((field) => changed.has(field));
}

function unsubscribes(change: RecordChange): boolean {
  if (change.kind !== "record" || !change.applied) return false;
  const { outcome, changes } = change.applied;
  // Whoever is created so is by that event.
  return outcome === "created" || changes[CONSENT]?.to === true;
}
