import type { Change, HistoryEntry, RecordSnapshot } from "@onefold/contract";
import { definitionOf, entityOfRecord } from "@onefold/identity";
import type { HistoryEntry as StoredEntry } from "@onefold/records";
import { presentJobLink } from "./job-link.ts";
import { presentTime } from "./record-parts.ts";

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

/** Gives all that a record has right after its creation, as changes that the creation made. */
export function valuesOf(record: RecordSnapshot): Record<string, Change> {
  const { main, identifiers, aliases, link } = definitionOf(entityOfRecord(record.recordId));
  const [, ...others] = record.identifiers[main.kind] ?? [];
  const values: [string, Change["to"]][] = [
    ...identifiers.map(({ field, kind }): [string, Change["to"]] => [field, record.identifiers[kind]?.[0]]),
    ...(aliases && others.length > 0 ? [[aliases.field, others] satisfies [string, string[]]] : []),
    ...Object.entries(record.fields),
    ...(link ? [[link.field, record.companyId] satisfies [string, string | undefined]] : []),
    // The creator is the owner by default, so that is no change.
    ["ownerId", record.ownerId === record.createdBy ? undefined : record.ownerId],
  ];
  return Object.fromEntries(values.flatMap(([name, to]) => (to === undefined ? [] : [[name, { to }]])));
}
