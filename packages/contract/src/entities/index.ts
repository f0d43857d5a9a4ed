import { company } from "./company.ts";
import { contact } from "./contact.ts";
import type { KindsOf, NamesOf } from "./parts.ts";
import { typed } from "./typed.ts";

/** Every entity there is. */
export const ENTITIES = { contact, company } as const;

type Name = keyof typeof ENTITIES;
type KindOf<E extends Name> = E extends Name ? KindsOf<(typeof ENTITIES)[E]["body"]> : never;
type LinkOf<E extends Name> = E extends Name ? NamesOf<(typeof ENTITIES)[E]["body"], "link"> : never;

const all = Object.values(ENTITIES);
export const ENTITY_NAMES = typed<Name[]>(Object.keys(ENTITIES));

/** Each kind once: several entities can have it. */
export const IDENTIFIER_KINDS = typed<KindOf<Name>[]>([
  ...new Set(all.flatMap(({ identifiers }) => identifiers.map(({ kind }) => kind))),
]);

/** The parts of bodies that name a record of another entity. */
export const LINK_FIELDS = typed<LinkOf<Name>[]>(
  all.flatMap(({ body }) => Object.entries(body).flatMap(([name, { as }]) => (as === "link" ? [name] : []))),
);

/** What is said of each entity in the same way. */
export function forEachEntity<T>(say: (entity: Name) => T): Record<Name, T> {
  return typed(Object.fromEntries(ENTITY_NAMES.map((name) => [name, say(name)])));
}
