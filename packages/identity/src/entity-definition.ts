import { typed } from "@onefold/contract";
import type {
  CompanyLink,
  DeclaredEntity,
  Entity,
  EntityLink,
  IdentifierKind,
  IdentifierPart,
  KindsOf,
  Named,
} from "@onefold/contract";

/** Gives the canonical form of a text as an identifier, or undefined if it is no such thing. */
export type Canonical = (raw: string) => string | undefined;

/** One way to name a record of an entity. */
export interface IdentifierDefinition extends Named<IdentifierPart> {
  readonly entity: Entity;
  readonly kind: IdentifierKind;
  readonly canonical: Canonical;
}

/** An entity as the engine takes it: what the contract declares, with the canonical forms of its identifiers. */
export interface EntityDefinition extends DeclaredEntity {
  readonly entity: Entity;
  readonly identifiers: readonly IdentifierDefinition[];
  /** The first of the identifiers. People call a record by it, and it is the kind of additional values. */
  readonly main: IdentifierDefinition;
  readonly link?: LinkDefinition;
}

/** How a record names one of another entity. */
export interface LinkDefinition extends EntityLink {
  readonly to: Entity;
  readonly by: Readonly<Partial<Record<CompanyLink["field"], IdentifierKind | "id">>>;
}

/**
 * Makes a definition of a declared entity, with a canonical form for each kind of its identifiers.
 * @throws Error where it has no identifier
 */
export function define<
  D extends Omit<DeclaredEntity, "entity" | "link"> & Pick<EntityDefinition, "entity" | "link">,
>(declared: D, canonical: Readonly<Record<KindsOf<D["body"]>, Canonical>>): EntityDefinition {
  const { entity } = declared;
  const forms = new Map(Object.entries<Canonical>(canonical));
  const identifiers = declared.identifiers.flatMap((identifier) => {
    const form = forms.get(identifier.kind);
    return form
      ? [{ ...identifier, entity, kind: typed<IdentifierKind>(identifier.kind), canonical: form }]
      : [];
  });
  const [main] = identifiers;
  if (!main) throw new Error(`A ${entity} has no identifier.`);
  return { ...declared, identifiers, main };
}
