import { ENTITIES } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { canonicalDomain } from "./canonical-domain.ts";
import { canonicalEmail } from "./canonical-email.ts";
import { canonicalLinkedinCompany } from "./canonical-linkedin-company.ts";
import { canonicalLinkedinProfile } from "./canonical-linkedin-profile.ts";
import { canonicalSalesNavCompany } from "./canonical-sales-nav-company.ts";
import { canonicalSalesNavLead } from "./canonical-sales-nav-lead.ts";
import { define } from "./entity-definition.ts";
import type { EntityDefinition } from "./entity-definition.ts";

export const contactDefinition = define(ENTITIES.contact, {
  email: canonicalEmail,
  linkedin: canonicalLinkedinProfile,
  salesNav: canonicalSalesNavLead,
});

export const companyDefinition = define(ENTITIES.company, {
  domain: canonicalDomain,
  linkedin: canonicalLinkedinCompany,
  salesNav: canonicalSalesNavCompany,
});

const DEFINITIONS: Readonly<Record<Entity, EntityDefinition>> = {
  contact: contactDefinition,
  company: companyDefinition,
};

export function definitionOf(entity: Entity): EntityDefinition {
  return DEFINITIONS[entity];
}

/** The entity, and those whose records name one of it: what tells of a company may name its contacts too. */
export function definitionsAbout(entity: Entity): readonly EntityDefinition[] {
  const linking = Object.values(DEFINITIONS).filter(({ link }) => link?.to === entity);
  return [DEFINITIONS[entity], ...linking];
}

/** The entity whose ids look like this one. */
export function entityOfId(id: string): Entity | undefined {
  return Object.values(DEFINITIONS).find(({ idPrefix }) => id.startsWith(idPrefix))?.entity;
}
