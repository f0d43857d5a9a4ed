import type { DeclaredEntity } from "@onefold/contract";
import { comparable } from "../../names/comparable.ts";

/** What a header may be called besides what it says. */
export interface HeaderForm {
  /** As spellings are compared. */
  readonly key: string;
  /** 2 of `E-mail 2 - Value`: it comes after those with a lower number. */
  readonly number: number;
  /** Whether a person may have meant something else: such a form finds our own fields only. */
  readonly isGuess: boolean;
}

const BETWEEN = String.raw`[\s_]*(?:[-–—:.>|/]|\s|_)[\s_]*`;
const PEOPLE =
  "persons?|people|primary[\\s_]contacts?|contacts?|leads?|prospects?|kontakte?|ansprechpartner|personne|contacto|contatto|contato|persona|pessoa|contactpersoon";
const FIRMS =
  "compan(?:y|ies)|organi[sz]ations?|accounts?|firm(?:a|en)|unternehmens?|sociétés?|entreprises?|empresas?|organización|aziend[ae]|società|bedrijf|bedrijfs|bedrijven|organisaties?|organização";

/** What programs put before the names of an entity's own fields. */
const OWN: Readonly<Record<string, RegExp>> = {
  // The title of a lead is that of a deal.
  contact: new RegExp(String.raw`^(?!leads?[^\p{L}]*title(?!\p{L}))(?:${PEOPLE})${BETWEEN}(?=.)`, "iu"),
  company: new RegExp(`^(?:${FIRMS})${BETWEEN}(?=.)`, "iu"),
};
const FIRM = new RegExp(`^(?:${FIRMS})${BETWEEN}(?=.)`, "iu");
const FIRM_ANYWHERE = new RegExp(String.raw`(?<!\p{L})(?:${FIRMS})(?!\p{L})`, "iu");
/** `Contact 2 Email`, `2. Ansprechpartner: Telefon`: another one than the row's. */
const ANOTHER: Readonly<Record<string, RegExp>> = { contact: another(PEOPLE), company: another(FIRMS) };
/** `Address 1 - City`, `Name > First name`: what follows says more. */
const PLACE =
  /^(?:(?:mailing |business |work |home |other )?(?:address|adresse|dirección|indirizzo|adres|endereço)|(?:primary )?location|name|nom|nombre|nome|naam)$/iu;
/** `E-mail 1 - Value`, `E-Mail 2: Adresse`: what says nothing of its own. */
const NOTHING =
  /^(?:value|wert|valeur|valor|valore|waarde|address|adresse|dirección|indirizzo|adres|endereço)$/iu;
const PARTS = /\s+[-–—]\s+|\s*[:>|/()[\]]+\s*/u;
/** One that stands alone, or ends a word: `Phone 2`, `email3`. */
const NUMBER = /(?<![\p{L}\p{N}])\d{1,2}(?![\p{L}\p{N}])|(?<=\p{L})\d{1,2}(?![\p{L}\p{N}])/u;

/** Where an e-mail or a phone is used, in the languages of files. */
const PLACES: readonly (readonly [place: string, words: RegExp])[] = [
  [
    "work",
    /^(?:work|business|arbeit|geschäftlich|dienstlich|beruflich|travail|professionnel(?:le)?|pro|trabajo|laboral|profesional|lavoro|aziendale|werk|zakelijk|trabalho|comercial|profissional)$/iu,
  ],
  [
    "home",
    /^(?:home|private?|personal|persönlich|zuhause|domicile|maison|personnel(?:le)?|perso|casa|particular|abitazione|personale|thuis|privé|residencial|pessoal)$/iu,
  ],
  ["mobile", /^(?:mobile?|cell|handy|portable|móvil|celular|cellulare|mobiel|telemóvel)$/iu],
  ["other", /^(?:other|sonstiges?|andere?|weitere|autre|otro|altro|ander|outro)$/iu],
];
/** Salesforce's mark of a field that its user made. */
const MADE = /__c$/iu;
/** What languages put between words. */
const SMALL =
  /(?<!\p{L})(?:(?:de|dell|d|l)['’]|(?:de|del|du|des|la|le|les|el|los|las|di|della|do|da|dos|das|van|von|der|the|of)(?!\p{L}))/giu;

/** Longer than any header that is more than itself. */
const LENGTH_MAX = 120;
const NEVER = /^(?!)/;

/**
 * What a header is called, the plainest first: as it is; without what programs put before it (`Person - Name`,
 * `Contact: Email`); `Organization` as `Company`; without a number; and with its parts the other way round
 * (`Phone - Mobile`, `Telefon (privat)`). Some dozens at most, whatever the header. What is another one's, as
 * `Contact 2 Email`, is called so and nothing else.
 */
export function headerForms(header: string, entity: string): HeaderForm[] {
  const forms = new Map<string, HeaderForm>();
  const add = (text: string, number: number, isGuess: boolean) => {
    const key = comparable(text);
    if (key !== "" && !forms.has(key)) forms.set(key, { key, number, isGuess });
  };
  add(header, 1, false);
  if (header.length > LENGTH_MAX || (ANOTHER[entity] ?? NEVER).test(header)) return [...forms.values()];
  for (const text of withoutBefore(header, entity)) for (const each of turned(text)) add(each, 1, true);
  if (MADE.test(header)) add(header.replace(MADE, ""), 1, true);
  for (const text of withoutBefore(header, entity)) add(withoutSmallWords(text), 1, true);
  const found = NUMBER.exec(header);
  if (found) {
    const number = Math.max(1, Number(found[0]));
    const without = `${header.slice(0, found.index)} ${header.slice(found.index + found[0].length)}`;
    for (const text of withoutBefore(without.replace(/\s+/g, " ").trim(), entity))
      for (const each of [...turned(text), withoutSmallWords(text)]) add(each, number, true);
  }
  return [...forms.values()];
}

/** What a header says of where it is used (`E-Mail-Adresse - Arbeit`), as the English spellings have it. */
export interface PlacedForm {
  readonly place: string;
  /** The rest, as spellings are compared. */
  readonly of: string;
  readonly number: number;
}

/** By the first or the last part or word of a header. */
export function placedForms(header: string, entity: string): PlacedForm[] {
  if (header.length > LENGTH_MAX || (ANOTHER[entity] ?? NEVER).test(header)) return [];
  const number = Math.max(1, Number(NUMBER.exec(header)?.[0] ?? 1));
  const own = withoutOwner(header, entity).replace(NUMBER, " ");
  const all = [own.split(PARTS), withoutSmallWords(own).split(/[\s_]+/)].map((words) =>
    words.map((word) => word.trim()).filter((word) => word !== "" && !NOTHING.test(word)),
  );
  return all.flatMap((words) => {
    if (words.length < 2) return [];
    const ends = [
      { end: words.at(-1) ?? "", rest: words.slice(0, -1) },
      { end: words[0] ?? "", rest: words.slice(1) },
    ];
    return ends.flatMap(({ end, rest }) => {
      const [place] = PLACES.find(([, wordsOfIt]) => wordsOfIt.test(end)) ?? [];
      return place === undefined ? [] : [{ place, of: comparable(rest.join(" ")), number }];
    });
  });
}

/** `Dirección del correo` as `Dirección correo`. */
export function withoutSmallWords(text: string): string {
  return text.replace(SMALL, " ").replace(/\s+/g, " ").trim();
}

/** Without what says that it is of the entity: `Person - Name`, `Contact: Email`, `lead_email`. */
export function withoutOwner(header: string, entity: string): string {
  return header.replace(OWN[entity] ?? NEVER, "");
}

/**
 * Whether a header says that something is the firm's, for an entity whose records are linked to a firm's: what names a
 * firm names none of its people.
 */
export function isOfFirm(header: string, { link }: Pick<DeclaredEntity, "link">): boolean {
  return link !== undefined && FIRM_ANYWHERE.test(header);
}

/** A number besides 1 next to a word for whom a row is about. */
function another(words: string): RegExp {
  const number = String.raw`(?<!\p{N})(?!0?1(?!\p{N}))\p{N}+`;
  const after = String.raw`(?<!\p{L})(?:${words})[^\p{L}\p{N}]*(?:(?:no|nr|number)[^\p{L}\p{N}]*)?${number}`;
  return new RegExp(String.raw`${after}|${number}[^\p{L}\p{N}]*(?:${words})(?!\p{L})`, "iu");
}

function withoutBefore(header: string, entity: string): string[] {
  const own = withoutOwner(header, entity);
  return [...new Set([header, own, own.replace(FIRM, "company ")])];
}

/** `E-Mail 2: Adresse`; but the address of `Organization - Address` is one. */
function saysNothing(parts: readonly string[]): boolean {
  const last = parts.at(-1)?.trim() ?? "";
  return NOTHING.test(last) && (!PLACE.test(last) || parts.slice(0, -1).some((part) => MAIL.test(part)));
}

const MAIL = /mail|courriel|messagerie|correo|posta|correio/iu;

function turned(text: string): string[] {
  const parts = text.split(PARTS).filter((part) => part.trim() !== "");
  if (parts.length < 2) return [text];
  const [first = "", ...rest] = parts;
  const telling = saysNothing(parts) ? parts.slice(0, -1) : parts;
  return [
    text,
    telling.join(" "),
    telling.toReversed().join(" "),
    ...(PLACE.test(first.trim()) ? [rest.join(" ")] : []),
  ];
}
