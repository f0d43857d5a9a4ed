import type { Identifier, IdentifierKind } from "@onefold/contract";

/**
 * The kinds of which a person or a company has one at a time, so two of them are two people. The other kinds can be
 * shared, or one person can have several.
 */
const ONE_EACH: Readonly<Record<IdentifierKind, boolean>> = {
  linkedin: true,
  salesNav: true,
  email: false,
  domain: false,
};

/**
 * Says whether two records can't be the same person: both have a LinkedIn profile, or both a Sales Navigator id. No two
 * records own the same one, so theirs are different. The order of the two doesn't matter. A record that has neither
 * contradicts none.
 */
export function contradicts(
  a: readonly Pick<Identifier, "kind">[],
  b: readonly Pick<Identifier, "kind">[],
): boolean {
  const kinds = new Set(b.map(({ kind }) => kind));
  return a.some(({ kind }) => ONE_EACH[kind] && kinds.has(kind));
}
