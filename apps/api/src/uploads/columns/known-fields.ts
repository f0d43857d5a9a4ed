import { ENTITIES } from "@onefold/contract";
import type { DeclaredEntity, Entity, FieldType } from "@onefold/contract";
import type { CustomField } from "@onefold/records";
import { RESERVED_NAMES } from "../../standard-fields.ts";
import { comparable } from "./comparable.ts";
import { nearestName } from "./nearest-name.ts";

/** What a column can fill. */
export interface ColumnField {
  readonly name: string;
  /** Several values in a cell: `additionalEmails`, `clearFields`. */
  readonly isList: boolean;
  /** Of a custom field. */
  readonly type?: FieldType;
  /** Where the values of further columns of it go. */
  readonly more?: ColumnField;
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

/** The standard fields, and those that the team registered: a field's own name counts more than a spelling. */
export function createKnownFields(entity: Entity, customFields: readonly CustomField[]): KnownFields {
  const { body, idField }: DeclaredEntity = ENTITIES[entity];
  const standard = standardColumns(ENTITIES[entity]);
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
  for (const field of standard)
    for (const spelling of body[field.name]?.spellings?.split(",") ?? []) add(spelling, field);
  // As our own export calls them.
  const exported = byName.get(idField);

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

/** The parts of a body; several columns of the first identifier are one and its additional values. */
function standardColumns({ body, identifiers: [main], aliases }: DeclaredEntity): ColumnField[] {
  return Object.entries(body).map(([name, { list = false }]) => ({
    name,
    isList: list,
    ...(name === main?.field && aliases && { more: { name: aliases.field, isList: true } }),
  }));
}
