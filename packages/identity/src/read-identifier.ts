import type { Identifier } from "@onefold/contract";
import type { EntityDefinition } from "./entity-definition.ts";

/**
 * The identifier that a text is by its form, of whatever kind: a page before all others, since a page's host is a
 * domain too.
 * @returns undefined where no record of the entity could be called so
 */
export function readIdentifier(
  { identifiers }: Pick<EntityDefinition, "identifiers">,
  text: string,
): Identifier | undefined {
  return read(true) ?? read(false);

  function read(isPage: boolean): Identifier | undefined {
    for (const { kind, looksLike, canonical } of identifiers) {
      if ((looksLike === "page") !== isPage) continue;
      const value = canonical(text);
      if (value !== undefined) return { kind, value };
    }
    return undefined;
  }
}
