import type { Entity } from "@onefold/contract";
import { companyDefinition, contactDefinition } from "@onefold/identity";
import type { EntityDefinition } from "@onefold/identity";

/** One entity as the engine sees it: its rules, and where its rows are. */
export interface EntityTables {
  readonly definition: EntityDefinition;
  readonly records: "contacts" | "companies";
  readonly identifiers: "contact_identifiers" | "company_identifiers";
}

/** The order is that in which a commit works on them: a contact can be linked to a company of its own commit. */
const TABLES: Readonly<Record<Entity, EntityTables>> = {
  company: { definition: companyDefinition, records: "companies", identifiers: "company_identifiers" },
  contact: { definition: contactDefinition, records: "contacts", identifiers: "contact_identifiers" },
};

export const allEntities: readonly EntityTables[] = Object.values(TABLES);

export function tablesOf(entity: Entity): EntityTables {
  return TABLES[entity];
}

/** Gives the entities whose records can name one of this, with the column that has its id. */
export function linkingTo(entity: Entity): { readonly tables: EntityTables; readonly column: string }[] {
  return allEntities.flatMap((tables) => {
    const { link } = tables.definition;
    return link?.to === entity ? [{ tables, column: link.column }] : [];
  });
}
