import type { CompanyLink } from "@onefold/contract";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";
import type { Placeholders } from "./placeholders.ts";

/**
 * The record that it is to be linked to, by the first given of its names; a host that many share is none of them. One
 * that names none (malformed ones too) is answered with a warning, not with 400: the record is worth more than its link.
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
