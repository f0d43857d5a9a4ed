import type { Identifier } from "@onefold/contract";
import type { EntityDefinition } from "./entity-definition.ts";

/**
 * Gives the Sales Navigator identifier if somebody gave one as a `linkedinUrl`, and undefined for every other value.
 */
export function readSalesNav(definition: EntityDefinition, linkedinUrl: string): Identifier | undefined {
  const kind = "salesNav";
  const value = definition.identifiers.find((each) => each.kind === kind)?.canonical(linkedinUrl);
  return value === undefined ? undefined : { kind, value };
}
