import type { ErrorCode } from "../codes.ts";
import { COLUMNS_MAX, NAME_MAX, TEXT_MAX } from "../limits.ts";

/** What a part of a body can say of itself. */
interface Said {
  readonly description?: string;
  readonly example?: string;
  /**
   * What a CSV's columns call it besides its own name, with commas between; case, accents, blanks and punctuation
   * don't matter. In this order they fill it: the first that has a value in a row does.
   */
  readonly spellings?: string;
  /** Spellings that may mean something else: they count where no other column is of it. */
  readonly vagueSpellings?: string;
}

interface PartAs<Role extends string> extends Said {
  readonly as: Role;
  /** Characters, or values of a list; absent where something else limits it. */
  readonly max?: number;
  /** Several texts instead of one. */
  readonly list?: true;
}

/** A way to name a record: its values have a canonical form, which `packages/identity` has by kind. */
export interface IdentifierPart extends PartAs<"identifier"> {
  readonly kind: string;
  readonly code: ErrorCode;
  /** What a value should have been, as the end of a sentence. */
  readonly expected: string;
  /** Several of them, for a person. */
  readonly several: string;
  /** What such a value looks like in the middle of a text. */
  readonly looksLike: "email" | "domain" | "page";
  /** Its name in words, as `FieldPart` has one. */
  readonly label?: string;
  /** Of a page: what each canonical form begins with. What follows is searched for without it. */
  readonly begins?: string;
}

/** Further values of the first identifier: they match, and are never the primary one. */
export interface AliasesPart extends PartAs<"aliases"> {
  readonly code: ErrorCode;
  readonly list: true;
}

/** A text that is stored under its own name. */
export interface FieldPart extends PartAs<"field"> {
  readonly max: number;
  /** Its name in words by default: `jobTitle` reads as `Job title`. */
  readonly label?: string;
  readonly type?: "text" | "phone";
  /** Held against more than its length. */
  readonly format?: "url";
}

/** The others: they have a meaning that every entity shares. */
type SharedPart = PartAs<"id" | "owner" | "source" | "link" | "clear" | "observedAt">;

export type Part = IdentifierPart | AliasesPart | FieldPart | SharedPart;
export type Body = Readonly<Record<string, Part>>;

/** The names of a body's parts of a role. */
export type NamesOf<B extends Body, Role extends Part["as"]> = {
  [Name in keyof B & string]: B[Name]["as"] extends Role ? Name : never;
}[keyof B & string];

/** The kinds of a body's identifiers. */
export type KindsOf<B extends Body> = {
  [Name in keyof B]: B[Name] extends { readonly as: "identifier"; readonly kind: infer Kind extends string }
    ? Kind
    : never;
}[keyof B];

/** A field of a name's length. */
export function name(said: Omit<FieldPart, "as" | "max"> = {}): FieldPart {
  return { as: "field", max: NAME_MAX, ...said };
}

/** A field of any other text. */
export function text(said: Omit<FieldPart, "as" | "max"> = {}): FieldPart {
  return { as: "field", max: TEXT_MAX, ...said };
}

/** What the bodies of all entities have at their end. */
export const commonParts = {
  clearFields: { as: "clear", list: true, max: COLUMNS_MAX, description: "Names of fields to empty." },
  observedAt: {
    as: "observedAt",
    description: "ISO 8601 date: when the source saw this.",
    example: "2026-11-02T09:30:00.000Z",
    spellings: `last seen, last modified, last modified date, last updated, updated on, zuletzt geändert,
      letzte änderung, dernière modification, date de dernière modification, última modificación,
      fecha de última modificación, ultima modifica, data ultima modifica, laatst gewijzigd,
      última modificação, data da última modificação`,
  },
} as const satisfies Body;

export const OWNER_DESCRIPTION =
  "A member's id or e-mail. No match: the key's owner, with a warning. In rows of uploads, and where it is neither an id nor an e-mail, the owner stays as it is then.";
export const SOURCE_DESCRIPTION = "Set on creation only; `api` by default.";

export const INDUSTRY_SPELLINGS = `sector, branche, industrie, wirtschaftszweig, secteur, secteur d'activité,
  industria, settore, bedrijfstak, setor, setor de atividade, ramo de atividade`;

/** A city says where somebody is better than a country does. */
export const LOCATION_SPELLINGS = `city, town, mailing city, business city, work city, ort, stadt, wohnort,
  standort, ort geschäftlich, ville, localité, commune, ville bureau, ciudad, población, localidad, ubicación,
  città, località, comune, plaats, stad, woonplaats, locatie, cidade, localidade, localização,
  address, adresse, dirección, indirizzo, adres, endereço, morada, home city, other city,
  state, region, province, state/region, state/province, mailing state, mailing state/province, bundesland,
  bundesland/region, département, région, provincia, estado, región, estado/región, regione, provincie,
  country, country/region, mailing country, business country, land, land/region, pays, pays/région, país,
  país/región, paese, nazione, land/regio`;
