import type { CompanyLink } from "@onefold/contract";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";
import type { Placeholders } from "./placeholders.ts";

/**
 * Gives the record to link to, by the first of its names that is given. A host that many share is no such name. If none
 * names a record, even by a malformed name, the answer is a warning, not 400: the record is worth more than its link.
 */
export function readLink(
  { links }: BodyRules,
  { given, placeholders }: { readonly given: Given; readonly placeholders: Placeholders },
): CompanyLink | undefined {
  let first: CompanyLink | undefined;
  for (const { field, by } of links) {
    const raw = given.text(field)?.trim();
    if (raw === undefined) continue;
    const value = by?.canonical(raw);
    if (!by || value === undefined) first ??= { field, value: raw };
    else if (placeholders.names(field, { kind: by.kind, value })) first ??= { field, value };
  }
  return first;
}
