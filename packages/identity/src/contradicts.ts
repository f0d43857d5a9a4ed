import type { Identifier, IdentifierKind } from "@onefold/contract";

/**
 * Of which a person, or a company, has one at a time: two of them are two people. An address can be shared, and a
 * person can have several of them.
 */
const ONE_EACH: Readonly<Record<IdentifierKind, boolean>> = {
  linkedin: true,
  salesNav: true,
  email: false,
  domain: false,
};

/**
 * Whether two records can't be the same person: both have a LinkedIn profile, or both a Sales Navigator id. No two
 * records own the same one, so theirs are different. Symmetric; nothing contradicts a record that has neither.
 */
export function contradicts(
  a: readonly Pick<Identifier, "kind">[],
  b: readonly Pick<Identifier, "kind">[],
): boolean {
  const kinds = new Set(b.map(({ kind }) => kind));
  return a.some(({ kind }) => ONE_EACH[kind] && kinds.has(kind));
}
