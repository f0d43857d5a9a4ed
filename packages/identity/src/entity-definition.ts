import type { Entity, ErrorCode, IdentifierKind } from "@onefold/contract";
import { canonicalDomain } from "./canonical-domain.ts";
import { canonicalEmail } from "./canonical-email.ts";
import { canonicalLinkedinCompany } from "./canonical-linkedin-company.ts";
import { canonicalLinkedinProfile } from "./canonical-linkedin-profile.ts";
import { canonicalSalesNavCompany } from "./canonical-sales-nav-company.ts";
import { canonicalSalesNavLead } from "./canonical-sales-nav-lead.ts";

/** One way to name a record of an entity. */
export interface IdentifierDefinition {
  readonly kind: IdentifierKind;
  /** Its name on the wire. */
  readonly field: string;
  /** Its key; undefined when the value is no such thing. */
  readonly canonical: (raw: string) => string | undefined;
}

/** In what contacts and companies differ; everything else is one engine. */
export interface EntityDefinition {
  readonly entity: Entity;
  readonly idPrefix: "ctc_" | "cpn_";
  readonly idField: "contactId" | "companyId";
  /** Strongest first: where they name several records, the first one that names any decides which is reached. */
  readonly identifiers: readonly IdentifierDefinition[];
  readonly notFoundCode: ErrorCode;
  readonly ownerField: "contactOwner" | "companyOwner";
}

export const contactDefinition: EntityDefinition = {
  entity: "contact",
  idPrefix: "ctc_",
  idField: "contactId",
  identifiers: [
    { kind: "email", field: "email", canonical: canonicalEmail },
    { kind: "linkedin", field: "linkedinUrl", canonical: canonicalLinkedinProfile },
    { kind: "salesNav", field: "linkedinUrlSalesNav", canonical: canonicalSalesNavLead },
  ],
  notFoundCode: "CONTACT_NOT_FOUND_BY_ID",
  ownerField: "contactOwner",
};

export const companyDefinition: EntityDefinition = {
  entity: "company",
  idPrefix: "cpn_",
  idField: "companyId",
  identifiers: [
    { kind: "domain", field: "domain", canonical: canonicalDomain },
    { kind: "linkedin", field: "linkedinUrl", canonical: canonicalLinkedinCompany },
    { kind: "salesNav", field: "linkedinUrlSalesNav", canonical: canonicalSalesNavCompany },
  ],
  notFoundCode: "COMPANY_NOT_FOUND_BY_ID",
  ownerField: "companyOwner",
};

export function definitionOf(entity: Entity): EntityDefinition {
  return entity === "contact" ? contactDefinition : companyDefinition;
}
