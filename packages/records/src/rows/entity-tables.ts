import { companyDefinition, contactDefinition } from "@onefold/identity";
import type { EntityDefinition } from "@onefold/identity";

/** One entity as the engine sees it: its rules, and where its rows lie. */
export interface EntityTables {
  readonly definition: EntityDefinition;
  readonly records: "contacts" | "companies";
  readonly identifiers: "contact_identifiers" | "company_identifiers";
}

const companies: EntityTables = {
  definition: companyDefinition,
  records: "companies",
  identifiers: "company_identifiers",
};

const contacts: EntityTables = {
  definition: contactDefinition,
  records: "contacts",
  identifiers: "contact_identifiers",
};

/** In the order in which a commit works on them: a contact can be linked to a company of its own commit. */
export const allEntities: readonly EntityTables[] = [companies, contacts];

export function tablesOf(entity: "contact" | "company"): EntityTables {
  return entity === "contact" ? contacts : companies;
}
