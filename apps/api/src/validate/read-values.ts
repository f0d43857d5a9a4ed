import type { FieldValue } from "@onefold/contract";
import type { BodyRules } from "./body-rules.ts";
import { readCustomValue } from "./custom-value.ts";
import type { FieldRegistry } from "./field-registry.ts";
import type { Given } from "./given.ts";
import { shorten } from "./problems.ts";

/** Gives the values to set, standard and custom, by field name. */
export function readValues(
  rules: BodyRules,
  given: Given,
  {
    registry,
    createCompanies,
  }: { readonly registry: FieldRegistry; readonly createCompanies?: true | undefined },
): Record<string, FieldValue> {
  const set: Record<string, FieldValue> = {};
  for (const field of rules.fields) {
    const text = given.text(field);
    if (text !== undefined) set[field] = text;
  }
  for (const field of rules.urls) if (set[field] !== undefined) checkUrl(rules, given, field);
  // The name of what is created. A team may have a field of its own that is called so as well.
  const name = createCompanies && rules.definition.link?.create?.name;
  for (const [field, raw] of given.custom) {
    const type = registry.get(field);
    if (type === undefined && field === name) continue;
    if (type === undefined) given.problems.add(field, "INVALID_FIELD", unknownField(rules, field));
    else if (raw !== undefined) {
      const custom = readCustomValue(type, raw);
      if ("value" in custom) set[field] = custom.value;
      else
        given.problems.add(
          field,
          "INVALID_FIELD",
          `${field} is a ${type} field: it takes ${custom.expected}.`,
        );
    }
  }
  return set;
}

/** Checks a URL that a page may show, such as a picture's: it is never `javascript:` or `data:`. */
function checkUrl(rules: BodyRules, given: Given, field: string): void {
  const url = URL.parse(given.text(field) ?? "");
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    given.problems.add(field, rules.codeOf(field), `${field} must be an http or https URL.`);
}

export function unknownField({ definition: { notInBody, words } }: BodyRules, field: string): string {
  if (Object.hasOwn(notInBody, field)) return notInBody[field] ?? "";
  return `${shorten(field)} is no field of ${words.many}; custom fields are registered beforehand with POST /api/fields.`;
}
