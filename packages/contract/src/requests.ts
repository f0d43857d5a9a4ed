import { z } from "zod";
import { company } from "./entities/company.ts";
import { contact } from "./entities/contact.ts";
import type { EntityDeclaration } from "./entities/define-entity.ts";
import type { Body, Part } from "./entities/parts.ts";
import { typed } from "./entities/typed.ts";
import { FieldValue } from "./item.ts";

type Text = z.ZodOptional<z.ZodNullable<z.ZodString>>;
type TextList = z.ZodOptional<z.ZodNullable<z.ZodArray<z.ZodString>>>;
type Shape<B extends Body> = {
  -readonly [Name in keyof B]: B[Name] extends { readonly list: true } ? TextList : Text;
};

/**
 * Makes the schema of an entity's body, with its keys in the order of the parts. Empty values (`null`, `""`, blank,
 * `[]`) are dropped before the schema is applied. Canonical forms and rules across fields are checked elsewhere.
 */
export function requestOf<D extends EntityDeclaration>({ body, words, description }: D) {
  const shape = Object.fromEntries(Object.entries(body).map(([name, part]) => [name, schemaOfPart(part)]));
  return z
    .object(typed<Shape<D["body"]>>(shape))
    .catchall(FieldValue.nullable())
    .meta({ id: `${words.One}Request`, description });
}

function schemaOfPart({ list, max = Infinity, description, example }: Part): Text | TextList {
  const schema = list ? z.array(z.string()).max(max).nullish() : textOf(max).nullish();
  if (description === undefined && example === undefined) return schema;
  return schema.meta({
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  });
}

function textOf(max: number): z.ZodString {
  return max === Infinity ? z.string() : z.string().max(max);
}

/** The body of `POST /api/contacts`. */
export const ContactRequest = requestOf(contact);
export type ContactRequest = z.infer<typeof ContactRequest>;

/** The body of `POST /api/companies`. */
export const CompanyRequest = requestOf(company);
export type CompanyRequest = z.infer<typeof CompanyRequest>;

/** The body of an upsert of each entity. */
export const REQUESTS = { contact: ContactRequest, company: CompanyRequest } as const;
