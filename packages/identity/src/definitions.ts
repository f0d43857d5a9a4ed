import { ENTITIES, forEachEntity } from "@onefold/contract";
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

/**
 * Gives the entity and those whose records name one of it: what tells of a company may name its contacts too. It gives
 * all entities if it isn't known what is told of.
 */
export function definitionsAbout(entity: Entity | undefined): readonly EntityDefinition[] {
  return entity === undefined ? ALL : ABOUT[entity];
}

const ALL = Object.values(DEFINITIONS);
const ABOUT = forEachEntity((entity) => [
  DEFINITIONS[entity],
  ...ALL.filter(({ link }) => link?.to === entity),
]);

/** @throws Error where no entity has such ids */
export function entityOfRecord(recordId: string): Entity {
  const entity = entityOfId(recordId);
  if (!entity) throw new Error("A record has an id of no entity.");
  return entity;
}

/** Gives the entity whose ids look like this one. */
export function entityOfId(id: string): Entity | undefined {
  return ALL.find(({ idPrefix }) => id.startsWith(idPrefix))?.entity;
}
