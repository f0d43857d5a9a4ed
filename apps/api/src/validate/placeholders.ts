import type { Identifier, RefusedValue } from "@onefold/contract";
import { isPlaceholder } from "@onefold/identity";
import type { CompiledRules } from "@onefold/identity";

/** What a body gives to be named or linked by that names nobody, gathered while it is read. */
export interface Placeholders {
  /** Whether an identifier names somebody; one that doesn't is noted under the field that gave it. */
  names(field: string, identifier: Identifier): boolean;
  /** Those that were noted, each once. */
  found(): readonly RefusedValue[];
}

/** @param rules the team's */
export function createPlaceholders(rules: CompiledRules): Placeholders {
  const found = new Map<string, RefusedValue>();
  return {
    names: (field, { kind, value }) => {
      if (!isPlaceholder(kind, value, rules)) return true;
      found.set(`${field} ${value}`, { field, reason: "placeholder", rejectedValue: value });
      return false;
    },
    found: () => [...found.values()],
  };
}
