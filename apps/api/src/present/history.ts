import type { HistoryEntry } from "@onefold/contract";
import { presentJobLink, presentTime, valuesOf } from "@onefold/present";
import type { HistoryEntry as StoredEntry } from "@onefold/records";

/** Shows a receipt in the history of its record. A rejected item and a dry run show nothing. */
export function presentHistoryEntry(entry: StoredEntry): HistoryEntry[] {
  const { result } = entry;
  if (result.outcome === "rejected" || (result.outcome !== "erased" && result.dryRun)) return [];
  const { keyId, keyName, userId, userName } = entry;
  const { clock } = entry;
  const at = { at: presentTime(Math.floor(clock / 1_000)), clock };
  const where = {
    recordId: entry.recordId,
    job: presentJobLink(entry.jobId, clock),
    row: entry.row,
    ...(keyId !== undefined && { keyId }),
    ...(keyName !== undefined && { keyName }),
    ...(userId !== undefined && { userId }),
    ...(userName !== undefined && { userName }),
  };
  const { action = "upsert" } = result;
  if (result.outcome === "erased")
    return [{ ...at, action, outcome: result.applied, erased: true, ...where }];
  const { outcome, matchedBy, mergedIds, changes, warnings, fieldRejections } = result;
  return [
    {
      ...at,
      action,
      outcome,
      ...(matchedBy !== undefined && { matchedBy }),
      changes: outcome === "created" ? valuesOf(result.record) : changes,
      warnings,
      fieldRejections,
      ...(mergedIds && { mergedIds }),
      ...(outcome === "created" && { source: result.record.source }),
      ...where,
    },
  ];
}
