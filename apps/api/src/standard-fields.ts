import {
  Company,
  COMPANY_FIELDS,
  CompanyRequest,
  Contact,
  CONTACT_FIELDS,
  ContactRequest,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "@onefold/contract";
import type { Entity, Field } from "@onefold/contract";

/** The fields that every team has, as `GET /api/fields` lists them. */
export const STANDARD_FIELDS: Readonly<Record<Entity, readonly Field[]>> = {
  contact: CONTACT_FIELDS.map(standardField),
  company: COMPANY_FIELDS.map(standardField),
};

/** Under these names the engine keeps the owner, the company link and the subscription among a record's fields. */
const INTERNAL_NAMES = ["ownerId", "companyId", "unsubscribed"];

/**
 * Names that mean something already, in a request, at the top of an answer or to the engine: no custom field
 * can have one of them.
 */
export const RESERVED_NAMES: Readonly<Record<Entity, ReadonlySet<string>>> = {
  contact: new Set([
    ...Object.keys(ContactRequest.shape),
    ...Object.keys(Contact.shape),
    ...Object.keys(UpsertContactAnswer.shape.data.shape),
    ...INTERNAL_NAMES,
  ]),
  company: new Set([
    ...Object.keys(CompanyRequest.shape),
    ...Object.keys(Company.shape),
    ...Object.keys(UpsertCompanyAnswer.shape.data.shape),
    ...INTERNAL_NAMES,
  ]),
};

function standardField(name: string): Field {
  return { name, label: labelOf(name), type: name === "phone" ? "phone" : "text", source: "standard" };
}

/** `jobTitle` reads as `Job title`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
