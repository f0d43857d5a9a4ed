import type { Entity } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { isEmpty } from "../../validate/clean-text.ts";

type Fields = Record<string, unknown>;

/** A LinkedIn profile among a person's websites names the person, and no company: it goes to its own field. */
export function placePages(entity: Entity, fields: Fields): void {
  const { identifiers, link } = definitionOf(entity);
  for (const name of Object.keys(link?.by ?? {})) {
    const value = fields[name];
    if (typeof value !== "string") continue;
    const page = identifiers.find(
      ({ looksLike, canonical }) => looksLike === "page" && canonical(value) !== undefined,
    );
    if (!page) continue;
    fields[page.field] ??= value;
    delete fields[name];
  }
}

/** Who has only a second or a private e-mail has that one. */
export function placeMain(entity: Entity, fields: Fields): void {
  const { main, aliases } = definitionOf(entity);
  const others = aliases && fields[aliases.field];
  if (!aliases || !Array.isArray(others) || others.length === 0 || isGiven(fields, main.field)) return;
  const [first, ...rest]: unknown[] = others;
  fields[main.field] = first;
  if (rest.length > 0) fields[aliases.field] = rest;
  else delete fields[aliases.field];
}

/** Whether nothing but additional values of the main identifier names the record. */
export function isNamedByAliases(entity: Entity, fields: Readonly<Fields>): boolean {
  const { idField, identifiers, aliases } = definitionOf(entity);
  const hasOther = [idField, ...identifiers.map(({ field }) => field)].some((name) => isGiven(fields, name));
  return !hasOther && aliases !== undefined && isGiven(fields, aliases.field);
}

/** An empty value says nothing. */
function isGiven(fields: Readonly<Fields>, name: string): boolean {
  return Object.hasOwn(fields, name) && !isEmpty(fields[name]);
}
