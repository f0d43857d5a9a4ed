import { may } from "@onefold/present";
import type { Scoped } from "@onefold/present";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";
import type { FieldRegistry } from "./field-registry.ts";
import { shorten } from "./problems.ts";
import { unknownField } from "./read-values.ts";

const NO_SCOPE = "clearFields empties fields, and the API key lacks the scope clear or admin for that.";

interface Context {
  readonly key: Scoped;
  readonly registry: FieldRegistry;
}

/**
 * Reads the fields to empty, ours and the team's own. An identifier can't be emptied, nor a field that is also given.
 */
export function readClear(rules: BodyRules, given: Given, { key, registry }: Context): string[] {
  const fields = [...new Set(given.list("clearFields"))];
  if (fields.length > 0 && !may(key, "clear")) {
    given.problems.add("clearFields", "FORBIDDEN", NO_SCOPE);
    return [];
  }
  fields.forEach((field, index) => {
    const path = `clearFields[${index}]`;
    const isClearable = rules.fields.includes(field) && !rules.definition.requires.includes(field);
    if (!isClearable && rules.order.has(field))
      given.problems.add(path, rules.codeOf("clearFields"), `${field} can't be emptied by clearFields.`);
    else if (!isClearable && !registry.has(field))
      given.problems.add(path, "INVALID_FIELD", unknownField(rules, field));
    else if (given.has(field))
      given.problems.add(
        path,
        rules.codeOf("clearFields"),
        `${shorten(field)} is both given and in clearFields.`,
      );
  });
  return fields;
}
