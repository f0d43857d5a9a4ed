import { CompanyRequest, ContactRequest } from "@onefold/contract";
import type { Entity, FieldType } from "@onefold/contract";
import type { CustomField } from "@onefold/records";
import { RESERVED_NAMES } from "../../standard-fields.ts";
import { COMMON_SPELLINGS } from "./common-spellings.ts";
import { comparable } from "./comparable.ts";

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
    nearest: (header) => nearestOf(comparable(header), bySpelling)?.name,
  };
}

/** Within a few letters, or one being part of the other. */
function nearestOf(header: string, fields: ReadonlyMap<string, ColumnField>): ColumnField | undefined {
  let best: ColumnField | undefined;
  let least = Math.max(2, Math.floor(header.length / 3)) + 0.5;
  for (const [spelling, field] of fields) {
    const isPart = spelling.length >= 4 && (header.includes(spelling) || spelling.includes(header));
    const far = header.length >= 3 && isPart ? 2.4 : distance(header, spelling);
    if (far < least) [best, least] = [field, far];
  }
  return best;
}

/** Letters to change, add or drop (Levenshtein), of names that are short. */
function distance(a: string, b: string): number {
  if (a.length > 100 || Math.abs(a.length - b.length) > 10) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
