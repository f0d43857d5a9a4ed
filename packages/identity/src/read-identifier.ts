import type { Identifier } from "@onefold/contract";
import type { EntityDefinition, IdentifierDefinition } from "./entity-definition.ts";
import { isLinkedinPage } from "./is-linkedin-page.ts";

/**
 * Reads a text as an identifier of whatever kind, by its form. It tries pages before all others, since a page's host is
 * a domain too.
 * @returns undefined where no record of the entity could be called so
 */
export function readIdentifier(
  { identifiers }: Pick<EntityDefinition, "identifiers">,
  text: string,
): Identifier | undefined {
  return read(true) ?? read(false);

  function read(isPage: boolean): Identifier | undefined {
    for (const identifier of identifiers) {
      if ((identifier.looksLike === "page") !== isPage) continue;
      const value = readAs(identifier, text);
      if (value !== undefined) return { kind: identifier.kind, value };
    }
    return undefined;
  }
}

/**
 * Reads a text as a value of one kind, when only its form says of which. A page of LinkedIn that is nobody's then names
 * nothing: as a domain it would name the company LinkedIn.
 */
export function readAs(
  { looksLike, canonical }: Pick<IdentifierDefinition, "looksLike" | "canonical">,
  text: string,
): string | undefined {
  return looksLike === "domain" && isLinkedinPage(text) ? undefined : canonical(text);
}
