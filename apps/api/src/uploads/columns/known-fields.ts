import { CompanyRequest, ContactRequest } from "@onefold/contract";
import type { Entity, FieldType } from "@onefold/contract";
import type { CustomField } from "@onefold/records";
import { RESERVED_NAMES } from "../../standard-fields.ts";
import { COMMON_SPELLINGS } from "./common-spellings.ts";
import { comparable } from "./comparable.ts";
import { nearestName } from "./nearest-name.ts";

/** What a column can fill. */
export interface ColumnField {
  readonly name: string;
  /** Several values in a cell: `additionalEmails`, `clearFields`. */
  readonly isList: boolean;
  /** Of a custom field. */
  readonly type?: FieldType;
}

/** The fields of an entity, to be found by what a column is called. */
export interface KnownFields {
  /** By its own name, as a map gives it. */
  named(name: string): ColumnField | undefined;
  /** By its name, label or a common spelling; case, accents, blanks and punctuation don't matter. */
  find(header: string): ColumnField | undefined;
  /** The field that the header may have meant. */
  nearest(header: string): string | undefined;
}

const LISTS = new Set(["additionalEmails", "clearFields"]);

/** The standard fields, and those that the team registered: a field's own name counts more than a spelling. */
export function createKnownFields(entity: Entity, customFields: readonly CustomField[]): KnownFields {
  const request = entity === "contact" ? ContactRequest : CompanyRequest;
  const standard = Object.keys(request.shape).map((name) => ({ name, isList: LISTS.has(name) }));
  const custom = customFields
    .filter((field) => field.entity === entity && !RESERVED_NAMES[entity].has(field.name))
    .map(({ name, label, type }) => ({ name, label, type, isList: false }));
  const byName = new Map<string, ColumnField>([...custom, ...standard].map((field) => [field.name, field]));

  const bySpelling = new Map<string, ColumnField>();
  const add = (spelling: string, field: ColumnField) => {
    const key = comparable(spelling);
    if (key !== "" && !bySpelling.has(key)) bySpelling.set(key, field);
  };
  for (const field of standard) add(field.name, field);
  for (const field of custom) add(field.name, field);
  for (const field of custom) add(field.label, field);
  for (const [name, spellings] of Object.entries(COMMON_SPELLINGS[entity])) {
    const field = byName.get(name);
    if (field) for (const spelling of spellings) add(spelling, field);
  }
  // As our own export calls them.
  const exported = byName.get(entity === "contact" ? "contactId" : "companyId");

  return {
    named: (name) => byName.get(name),
    find: (header) =>
      byName.get(header) ?? (header === "_id" ? exported : bySpelling.get(comparable(header))),
    nearest(header) {
      const key = comparable(header);
      const spelling = key === "" ? undefined : nearestName(key, bySpelling.keys());
      return spelling === undefined ? undefined : bySpelling.get(spelling)?.name;
    },
  };
}
