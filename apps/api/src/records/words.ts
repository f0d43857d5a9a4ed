import type { Entity } from "@onefold/contract";
import { pathParameter } from "../openapi/content.ts";
import type { Named } from "../route.ts";

/** What the routes of contacts and of companies are called, and how they call a record. */
export const WORDS = {
  contact: {
    one: "contact",
    many: "contacts",
    One: "Contact",
    Many: "Contacts",
    name: "idOrEmail",
    names: "e-mails",
    sampleName: "jane@example.com",
  },
  company: {
    one: "company",
    many: "companies",
    One: "Company",
    Many: "Companies",
    name: "idOrDomain",
    names: "domains",
    sampleName: "example.com",
  },
} as const satisfies Record<Entity, object>;

/** The parameter of a path that names one record. */
export function recordParameter(entity: Entity): Named {
  const { name, names, sampleName } = WORDS[entity];
  return { [name]: pathParameter(`An id, or any of the ${names}.`, sampleName) };
}
