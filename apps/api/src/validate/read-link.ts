import type { CompanyLink } from "@onefold/contract";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";

/**
 * The record that it is to be linked to, by the first given of its names. One that names none (malformed ones too) is
 * answered with a warning, not with 400: the record is worth more than its link.
 */
export function readLink({ links }: BodyRules, given: Given): CompanyLink | undefined {
  for (const [field, canonical] of links) {
    const raw = given.text(field)?.trim();
    if (raw !== undefined) return { field, value: canonical(raw) ?? raw };
  }
  return undefined;
}
