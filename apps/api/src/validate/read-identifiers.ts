import type { Identifier } from "@onefold/contract";
import { isId } from "@onefold/identity";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";

/** The identifiers of a body in canonical form, strongest first. */
export function readIdentifiers(rules: BodyRules, given: Given): Identifier[] {
  const identifiers: Identifier[] = [];
  for (const { kind, field, canonical } of rules.definition.identifiers) {
    const raw = given.text(field);
    if (raw === undefined) continue;
    const value = canonical(raw);
    if (value === undefined)
      given.problems.add(field, rules.codeOf(field), `${field} must be ${rules.expected[field]}.`);
    else identifiers.push({ kind, value });
  }
  return identifiers;
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
