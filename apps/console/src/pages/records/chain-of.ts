import type { HistoryEntry } from "@onefold/client/types";
import type { Entity } from "./entities.ts";
import { WORDS } from "./entities.ts";

/** An identifier by its field. */
interface Named {
  readonly field: string;
  readonly value: string;
}

/** One reason for which what is here is one record. */
export type Link = { readonly entry: HistoryEntry } & (
  | { readonly kind: "created"; readonly by: readonly Named[] }
  /** A request found the record by one identifier, and brought others. */
  | { readonly kind: "joined"; readonly found: string | undefined; readonly brought: readonly Named[] }
  | { readonly kind: "merged"; readonly ids: readonly string[]; readonly byHand: boolean }
  | { readonly kind: "undone" }
  | { readonly kind: "removed"; readonly taken: readonly Named[] }
);

/**
 * Gives the chain of identifiers and requests that made one record of what is here, the oldest first.
 * @param entries a record's history, newest first
 */
export function chainOf(entity: Entity, entries: readonly HistoryEntry[]): Link[] {
  return entries.toReversed().flatMap((entry) => linksOf(entity, entry));
}

function linksOf(entity: Entity, entry: HistoryEntry): Link[] {
  const { action, outcome, mergedIds, matchedBy } = entry;
  if (outcome === "created") return [{ entry, kind: "created", by: namesIn(entity, entry, "to") }];
  if (action === "undo-merge") return [{ entry, kind: "undone" }];
  if (mergedIds) return [{ entry, kind: "merged", ids: mergedIds, byHand: action === "merge" }];
  if (action === "remove-email") {
    const taken = namesIn(entity, entry, "from");
    return [{ entry, kind: "removed", taken }];
  }
  if (action !== "upsert") return [];
  const brought = namesIn(entity, entry, "to");
  return brought.length > 0 ? [{ entry, kind: "joined", found: matchedBy, brought }] : [];
}

/** Gives the identifiers among an entry's changes: those that came, or those that went. */
function namesIn(entity: Entity, { changes = {} }: HistoryEntry, side: "from" | "to"): Named[] {
  const { identifiers, aliases } = WORDS[entity];
  const [main = ""] = Object.keys(identifiers);
  const fields = [...Object.keys(identifiers), ...(aliases === undefined ? [] : [aliases])];
  return fields.flatMap((name) => {
    const value = changes[name]?.[side];
    const values = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
    return values.map((each) => ({ field: name === aliases ? main : name, value: each }));
  });
}
