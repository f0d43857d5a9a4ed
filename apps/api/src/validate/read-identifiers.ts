import type { Identifier } from "@onefold/contract";
import { isId } from "@onefold/identity";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";

/** The identifiers of a body in canonical form, strongest first. */
export function readIdentifiers(rules: BodyRules, given: Given): Identifier[] {
  const identifiers: Identifier[] = [];
  for (const { kind, field, canonical, expected } of rules.definition.identifiers) {
    const raw = given.text(field);
    if (raw === undefined) continue;
    const value = canonical(raw);
    if (value === undefined) given.problems.add(field, rules.codeOf(field), `${field} must be ${expected}.`);
    else identifiers.push({ kind, value });
  }
  return identifiers;
}

/** Further values of the first identifier, without the one that is to be the primary. */
export function readAliases(
  { definition: { main, aliases } }: BodyRules,
  given: Given,
  identifiers: readonly Identifier[],
): string[] {
  if (!aliases) return [];
  const values = new Set<string>();
  given.list(aliases.field).forEach((raw, index) => {
    const value = main.canonical(raw);
    const path = `${aliases.field}[${index}]`;
    if (value === undefined) given.problems.add(path, aliases.code, `${path} must be ${main.expected}.`);
    else values.add(value);
  });
  const primary = identifiers.find(({ kind }) => kind === main.kind);
  if (primary) values.delete(primary.value);
  return [...values];
}

/** The id of the record to update, where the body names one. */
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
