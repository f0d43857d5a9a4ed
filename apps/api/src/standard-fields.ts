import {
  Company,
  Contact,
  ENTITIES,
  forEachEntity,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "@onefold/contract";
import type { DeclaredEntity, Entity, Field } from "@onefold/contract";

/** The fields that every team has, as `GET /api/fields` lists them: the identifiers, then the others. */
export const STANDARD_FIELDS: Readonly<Record<Entity, readonly Field[]>> = forEachEntity((entity) => {
  const { identifiers, fields }: DeclaredEntity = ENTITIES[entity];
  return [...identifiers, ...fields].map((part) => ({
    name: part.field,
    label: part.label ?? labelOf(part.field),
    type: "type" in part && part.type !== undefined ? part.type : "text",
    source: "default",
  }));
});

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
