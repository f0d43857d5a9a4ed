import type { Identifier, RefusedValue } from "@onefold/contract";
import { isPlaceholder } from "@onefold/identity";
import type { CompiledRules } from "@onefold/identity";

/** Gathers, while a body is read, the names in it that name nobody, of the record and of its link. */
export interface Placeholders {
  /** Says whether an identifier names somebody. One that doesn't is noted under the field that gave it. */
  names(field: string, identifier: Identifier): boolean;
  /** Gives the noted ones, each once. */
  found(): readonly RefusedValue[];
}

/** @param rules the team's own */
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
