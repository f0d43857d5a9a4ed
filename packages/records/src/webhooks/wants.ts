import { CONSENT } from "@onefold/identity";
import type { RecordChange } from "../changes/load-changes.ts";
import type { WebhookFilter } from "./webhook.ts";

/** Says whether a webhook is told of an event. Pure. */
export function wants({ entity, events, fields }: WebhookFilter, change: RecordChange): boolean {
  if (entity !== undefined && change.entity !== entity) return false;
  if (events && !events.includes(change.event)) return false;
  if (!fields || change.event !== "updated" || change.kind !== "record") return true;
  const changed = new Set(Object.keys(change.applied?.changes ?? {}));
  // Whether somebody may be written to is an event of its own.
  changed.delete(CONSENT);
  return fields.some((field) => changed.has(field));
}
