import { NAME_MAX } from "@onefold/contract";
import type { CompanyLink } from "@onefold/contract";
import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";
import type { Placeholders } from "./placeholders.ts";

/**
 * Gives the record to link to, by the first of its names that is given. A host that many share is no such name. If none
 * names a record, even by a malformed name, the answer is a warning, not 400: the record is worth more than its link.
 * @param creates whether it is to be created where there is none: then its name is read too
 */
export function readLink(
  { links, definition }: BodyRules,
  { given, placeholders }: { readonly given: Given; readonly placeholders: Placeholders },
  creates: true | undefined,
): CompanyLink | undefined {
  const create = creates && definition.link?.create && readCreate(definition.link.create.name, given);
  let first: CompanyLink | undefined;
  for (const { field, by } of links) {
    const raw = given.text(field)?.trim();
    if (raw === undefined) continue;
    const value = by?.canonical(raw);
    if (!by || value === undefined) first ??= { field, value: raw };
    else if (placeholders.names(field, { kind: by.kind, value }))
      first ??= { field, value, ...(create && { create }) };
  }
  return first;
}

function readCreate(field: string, given: Given): CompanyLink["create"] {
  const raw = given.custom.get(field);
  if (raw === undefined) return {};
  const name = typeof raw === "string" ? raw.trim() : undefined;
  if (name !== undefined && name.length <= NAME_MAX) return name === "" ? {} : { name };
  given.problems.add(field, "INVALID_FIELD", `${field} must be a text of at most ${NAME_MAX} characters.`);
  return {};
}
