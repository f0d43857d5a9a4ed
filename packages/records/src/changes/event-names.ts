import type { ChangeEventName, ItemResult } from "@onefold/contract";
import { CONSENT } from "@onefold/identity";

/** Says what happened by the result of an item or an operation, in the order of the events. Pure. */
export function eventNames(result: ItemResult): ChangeEventName[] {
  if (result.outcome === "rejected" || result.dryRun) return [];
  if (result.outcome === "created")
    return result.record.unsubscribed ? ["created", "subscription"] : ["created"];
  const names: ChangeEventName[] = [];
  if (result.mergedIds && result.mergedIds.length > 0) names.push("merged");
  if (result.outcome === "updated" && result.action === "undo-merge") names.push("split");
  if (Object.keys(result.changes).some((field) => field !== CONSENT)) names.push("updated");
  if (CONSENT in result.changes) names.push("subscription");
  return names;
}
