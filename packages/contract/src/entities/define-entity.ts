import type { ErrorCode, WarningCode } from "../codes.ts";
import type { AliasesPart, Body, FieldPart, IdentifierPart } from "./parts.ts";

/** How an entity is called. */
interface EntityWords {
  readonly one: string;
  readonly many: string;
  readonly One: string;
  readonly Many: string;
  /** The parameter of a path that names one record, and that of a query that names several. */
  readonly name: string;
  readonly namesQuery: string;
  /** Values of its first identifier: what a person calls them, and one of them. */
  readonly names: string;
  readonly sampleName: string;
}

/** A column that a row has for searches by name: `searchKey` of these fields, with a blank between them. */
export interface NameColumn {
  readonly column: `${string}_key`;
  readonly of: readonly string[];
}

/** How a record names one of another entity, of which it keeps the id. */
export interface EntityLink {
  readonly to: string;
  /** The field that keeps the id, and the column that Postgres generates of it. */
  readonly field: string;
  readonly column: string;
  /** The parts of a body that name it, each by an id or by an identifier of that kind. The first given one wins. */
  readonly by: Readonly<Record<string, string>>;
  /** The warning where there is no such record. */
  readonly missing: WarningCode;
  /**
   * The fields that a record also keeps for each record that it was ever linked to, and the field of those that says
   * what they are called.
   */
  readonly jobs?: { readonly fields: readonly string[]; readonly calledBy: string };
  /** How a request can have it created where there is none. */
  readonly create?: {
    /** The query parameter that asks for it. */
    readonly option: string;
    /** The name that a request gives it, and the field of it that the name fills. */
    readonly name: string;
    readonly fills: string;
    /** What else a column with the name is called. */
    readonly spellings: string;
  };
}

/** All that is said of an entity. The rest is one engine, which takes this as data. */
export interface EntityDeclaration<B extends Body = Body> {
  readonly entity: string;
  /** Of its records' ids. */
  readonly idPrefix: string;
  readonly words: EntityWords;
  readonly codes: {
    readonly invalidId: ErrorCode;
    readonly notFound: ErrorCode;
    /** Of a value that has no code of its own. */
    readonly invalidValue: ErrorCode;
  };
  /** Of its request, beside the parts' own. */
  readonly description: string;
  /** The parts of a body. Problems are reported in this order; identifiers stand in it by strength, strongest first. */
  readonly body: B;
  /** What a body without an id must give, and `clearFields` can't empty; if none, any one identifier. */
  readonly requires: readonly (keyof B & string)[];
  /** Names that a body can't give, and what it is told instead. */
  readonly notInBody: Readonly<Record<string, string>>;
  /**
   * Under what name it is kept, and given by rows of uploads, that the person opted out. No single body gives it, and
   * what isn't about people has nothing of the kind.
   */
  readonly consent?: string;
  readonly nameColumns: readonly NameColumn[];
  readonly link?: EntityLink;
}

/** A part with its name on the wire. */
export type Named<P> = P & { readonly field: string };

/** What follows from the parts of a body. */
interface Derived {
  readonly idField: string;
  readonly ownerField: string;
  /** Strongest first: where they name several records, the first one that names any decides which is reached. */
  readonly identifiers: readonly Named<IdentifierPart>[];
  readonly aliases: Named<AliasesPart> | undefined;
  /** What every team has: what `fields` of an answer and `clearFields` can name. */
  readonly fields: readonly Named<FieldPart>[];
}

export type DeclaredEntity = EntityDeclaration & Derived;

/** @throws Error where a part is missing that every entity has */
export function defineEntity<const D extends EntityDeclaration>(declared: D): D & Derived {
  const parts = Object.entries(declared.body).map(([field, part]) => ({ ...part, field }));
  const id = parts.find(({ as }) => as === "id");
  const owner = parts.find(({ as }) => as === "owner");
  if (!id || !owner) throw new Error(`The body of a ${declared.entity} needs an id and an owner.`);
  return {
    ...declared,
    idField: id.field,
    ownerField: owner.field,
    identifiers: parts.filter((part) => part.as === "identifier"),
    aliases: parts.find((part) => part.as === "aliases"),
    fields: parts.filter((part) => part.as === "field"),
  };
}
