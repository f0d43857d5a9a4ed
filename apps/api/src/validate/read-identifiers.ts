import type { Identifier } from "@onefold/contract";
import { isId, readSalesNav } from "@onefold/identity";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";
import type { Placeholders } from "./placeholders.ts";

/** A body while it is read. */
interface Reading {
  readonly given: Given;
  readonly placeholders: Placeholders;
}

/**
 * Gives the identifiers of a body in canonical form, strongest first, without those that name nobody. A Sales Navigator
 * page that is given as a LinkedIn page is taken for what it is.
 */
export function readIdentifiers(rules: BodyRules, { given, placeholders }: Reading): Identifier[] {
  const { definition } = rules;
  const found = new Map<Identifier["kind"], Identifier>();
  let moved: string | undefined;
  for (const { kind, field, canonical, expected } of definition.identifiers) {
    const raw = given.text(field);
    if (raw === undefined) continue;
    const value = canonical(raw);
    const other = value === undefined && kind === "linkedin" ? readSalesNav(definition, raw) : undefined;
    const identifier = value === undefined ? other : { kind, value };
    if (other) moved = field;
    if (!identifier) given.problems.add(field, rules.codeOf(field), `${field} must be ${expected}.`);
    else if (!placeholders.names(field, identifier)) continue;
    else if (moved !== undefined && isAnother(found.get(identifier.kind), identifier))
      given.problems.add(
        moved,
        rules.codeOf(moved),
        `${moved} is a page of Sales Navigator, and another one than ${field}.`,
      );
    else found.set(identifier.kind, identifier);
  }
  return definition.identifiers.flatMap(({ kind }) => found.get(kind) ?? []);
}

function isAnother(before: Identifier | undefined, { value }: Identifier): boolean {
  return before !== undefined && before.value !== value;
}

/** Gives the further values of the main identifier, without the primary one and those that name nobody. */
export function readAliases(
  { definition: { main, aliases } }: BodyRules,
  { given, placeholders }: Reading,
  identifiers: readonly Identifier[],
): string[] {
  if (!aliases) return [];
  const values = new Set<string>();
  given.list(aliases.field).forEach((raw, index) => {
    const value = main.canonical(raw);
    const path = `${aliases.field}[${index}]`;
    if (value === undefined) given.problems.add(path, aliases.code, `${path} must be ${main.expected}.`);
    else if (placeholders.names(aliases.field, { kind: main.kind, value })) values.add(value);
  });
  const primary = identifiers.find(({ kind }) => kind === main.kind);
  if (primary) values.delete(primary.value);
  return [...values];
}

/** Gives the id of the record to update, if the body names one. */
export function readRecordId(rules: BodyRules, given: Given): string | undefined {
  const { idField, idPrefix } = rules.definition;
  const id = given.text(idField)?.trim();
  if (id === undefined || isId(idPrefix, id)) return id;
  given.problems.add(
    idField,
    rules.codeOf(idField),
    `${idField} must be an id such as ${idPrefix}Nx4qJwS0dV2bTzK8m.`,
  );
  return undefined;
}
