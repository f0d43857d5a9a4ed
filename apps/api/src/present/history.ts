import type { HistoryEntry } from "@onefold/contract";
import type { HistoryEntry as StoredEntry } from "@onefold/records";
import { presentJobLink } from "./job-link.ts";
import { presentTime } from "./record-parts.ts";

/** A receipt as the history of its record shows it: nothing, where the item was rejected or a dry run. */
export function presentHistoryEntry(entry: StoredEntry): HistoryEntry[] {
  const { result } = entry;
  if (result.outcome === "rejected" || (result.outcome !== "erased" && result.dryRun)) return [];
  const { keyId, keyName, userId } = entry;
  const at = presentTime(Math.floor(entry.clock / 1_000));
  const where = {
    recordId: entry.recordId,
    job: presentJobLink(entry.jobId),
    row: entry.row,
    ...(keyId !== undefined && { keyId }),
    ...(keyName !== undefined && { keyName }),
    ...(userId !== undefined && { userId }),
  };
  const { action = "upsert" } = result;
  if (result.outcome === "erased") return [{ at, action, outcome: result.applied, erased: true, ...where }];
  const { outcome, matchedBy, mergedIds, changes, warnings, fieldRejections } = result;
  return [
    {
      at,
      action,
      outcome,
      ...(matchedBy !== undefined && { matchedBy }),
      changes,
      warnings,
      fieldRejections,
      ...(mergedIds && { mergedIds }),
      ...(outcome === "created" && { source: result.record.source }),
      ...where,
    },
  ];
}
