import type { Identifier, Upsert } from "@onefold/contract";
import type { EntityDefinition } from "./entity-definition.ts";

/** An identifier of the item that belongs to another record. */
export interface Clash {
  /** The request's own field. */
  readonly field: string;
  readonly value: string;
  /** The record that owns it. */
  readonly recordId: string;
}

/** Which record an item reaches. `none` has clashes if somebody owns an additional e-mail. */
export type Match =
  | { readonly kind: "none"; readonly clashes: readonly Clash[] }
  | {
      readonly kind: "one";
      readonly recordId: string;
      /** The request's field that found the record. */
      readonly matchedBy: string;
      readonly clashes: readonly Clash[];
    };

/** An identifier that has an owner, with the name of the request's field. */
type Owned = Clash;

/**
 * Finds the record that an item reaches. It is the record that the item names by id; then all identifiers are values to
 * set. Else it is the record that owns the strongest of the identifiers. What other records own stays with them and is
 * returned as a clash, the strongest first. Aliases never match, so an item of which only aliases are known makes a new
 * record.
 */
export function match(
  definition: EntityDefinition,
  upsert: Upsert,
  ownerOf: (identifier: Identifier) => string | undefined,
): Match {
  const owned = ownedIdentifiers(definition, upsert, ownerOf);
  const aliases = ownedAliases(definition, upsert, ownerOf);
  const reached = reachedRecord(definition, upsert, owned);
  if (reached === undefined) return { kind: "none", clashes: aliases };
  const clashes = [...owned, ...aliases].filter((each) => each.recordId !== reached.recordId);
  return { kind: "one", ...reached, clashes };
}

/** Gives them in the definition's order, whatever the upsert's is. */
function ownedIdentifiers(
  definition: EntityDefinition,
  upsert: Upsert,
  ownerOf: (identifier: Identifier) => string | undefined,
): Owned[] {
  const owned: Owned[] = [];
  for (const { kind, field } of definition.identifiers) {
    for (const identifier of upsert.identifiers) {
      const recordId = identifier.kind === kind ? ownerOf(identifier) : undefined;
      if (recordId !== undefined) owned.push({ field, value: identifier.value, recordId });
    }
  }
  return owned;
}

/** Gives each once, but not the one that is also the item's main identifier. */
function ownedAliases(
  { main: { kind }, aliases }: EntityDefinition,
  upsert: Upsert,
  ownerOf: (identifier: Identifier) => string | undefined,
): Owned[] {
  const owned: Owned[] = [];
  if (!aliases) return owned;
  for (const value of new Set(upsert.aliases)) {
    if (upsert.identifiers.some((each) => each.kind === kind && each.value === value)) continue;
    const recordId = ownerOf({ kind, value });
    if (recordId !== undefined) owned.push({ field: aliases.field, value, recordId });
  }
  return owned;
}

function reachedRecord(
  definition: EntityDefinition,
  upsert: Upsert,
  owned: readonly Owned[],
): { recordId: string; matchedBy: string } | undefined {
  if (upsert.recordId !== undefined) return { recordId: upsert.recordId, matchedBy: definition.idField };
  const [strongest] = owned;
  return strongest === undefined ? undefined : { recordId: strongest.recordId, matchedBy: strongest.field };
}
