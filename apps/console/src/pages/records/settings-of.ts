import type { HistoryEntry } from "@onefold/client/types";
import type { Value } from "./entities.ts";

type ChangedValue = Value | readonly string[];

/** How a field came to what it is. */
export interface Setting {
  /** What set it last, or emptied it. */
  readonly entry: HistoryEntry;
  /** What stood there before. */
  readonly before: ChangedValue | undefined;
  /** Where a merge brought the value: what had set it at the record that was merged. */
  readonly origin?: HistoryEntry;
}

/**
 * Finds who set each field of a record last, by its history.
 * @param entries newest first
 */
export function settingsOf(recordId: string, entries: readonly HistoryEntry[]): Map<string, Setting> {
  const found = new Map<string, Setting>();
  entries.forEach((entry, index) => {
    if (entry.recordId !== recordId) return;
    for (const [field, { from, to }] of Object.entries(entry.changes ?? {})) {
      if (found.has(field)) continue;
      const origin = entry.mergedIds && originOf(entry.mergedIds, field, to, entries.slice(index + 1));
      found.set(field, { entry, before: from, ...(origin && { origin }) });
    }
  });
  return found;
}

/** Finds what set a value at a record that was merged. */
function originOf(
  mergedIds: readonly string[],
  field: string,
  to: ChangedValue | undefined,
  older: readonly HistoryEntry[],
): HistoryEntry | undefined {
  if (to === undefined) return undefined;
  return older.find(
    ({ recordId, changes }) => mergedIds.includes(recordId) && changes?.[field] && changes[field].to === to,
  );
}

/** How a record came to an identifier. */
export interface Coming {
  readonly entry: HistoryEntry;
  /** `created` with the record, `given` to it later, or come with another record, which was `merged`. */
  readonly how: "created" | "given" | "merged";
}

/**
 * Finds how a record came to one of its identifiers.
 * @param entries newest first
 * @param aliases the field that tells of further values of the main one
 */
export function comingOf(
  recordId: string,
  entries: readonly HistoryEntry[],
  { field, value }: { readonly field: string; readonly value: string },
  aliases: string | undefined,
): Coming | undefined {
  // The first time is where it came from. What moved it later is in the history.
  const entry = entries.findLast(({ changes }) => {
    const further = aliases === undefined ? undefined : changes?.[aliases]?.to;
    return changes?.[field]?.to === value || (Array.isArray(further) && further.includes(value));
  });
  if (!entry) return undefined;
  if (entry.recordId !== recordId || entry.action === "merge") return { entry, how: "merged" };
  return { entry, how: entry.outcome === "created" ? "created" : "given" };
}
