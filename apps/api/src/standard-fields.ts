import {
  Company,
  Contact,
  ENTITIES,
  forEachEntity,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "@onefold/contract";
import type { Entity, Field } from "@onefold/contract";

/** The fields that every team has, as `GET /api/fields` lists them. */
export const STANDARD_FIELDS: Readonly<Record<Entity, readonly Field[]>> = forEachEntity((entity) =>
  ENTITIES[entity].fields.map(({ field, label = labelOf(field), type = "text" }) => ({
    name: field,
    label,
    type,
    source: "standard",
  })),
);

/** The names at the top of answers. */
const ANSWERED = {
  contact: [Contact.shape, UpsertContactAnswer.shape.data.shape],
  company: [Company.shape, UpsertCompanyAnswer.shape.data.shape],
} satisfies Record<Entity, unknown>;

/** The engine keeps the owner, the company link and the subscription under these names among a record's fields. */
const INTERNAL_NAMES = ["ownerId", "companyId", "unsubscribed"];

/**
 * Names that have a meaning already, in a request, at the top of an answer or in the engine. No custom field can have
 * one of them.
 */
export const RESERVED_NAMES: Readonly<Record<Entity, ReadonlySet<string>>> = forEachEntity(
  (entity) =>
    new Set([
      ...Object.keys(ENTITIES[entity].body),
      ...ANSWERED[entity].flatMap((shape) => Object.keys(shape)),
      ...INTERNAL_NAMES,
    ]),
);

/** Makes `Job title` from `jobTitle`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
