import type { Entity, Identifier } from "@onefold/contract";
import { definitionsAbout } from "./definitions.ts";
import type { EntityDefinition, IdentifierDefinition } from "./entity-definition.ts";
import { compose } from "./tidy-text.ts";

/** An identifier of a record of that entity. */
export interface FoundIdentifier extends Identifier {
  readonly entity: Entity;
}

export interface FindOptions {
  /** What the text tells of, if that is known. A text of a contact may name contacts, one of a company both. */
  readonly entity: Entity | undefined;
  /** The name of the field that holds the text. A bare slug is found only in a column of URLs. */
  readonly field: string;
  /**
   * The steps that are left, measured in characters read. At none it stops, and the text may hold more than was found.
   */
  readonly budget: { left: number };
}

/** The cost of beginning with a text, however short it is. */
const TEXT_STEPS = 64;
/** The cost of checking a piece of text by the rules, measured in characters read. */
export const CANDIDATE_STEPS = 1_024;

/**
 * Finds every identifier in a text. The text may be one, in any spelling, or have some inside, as in `Jane
 * <JANE@example.com>`, `mailto:jane@example.com`, `a@x.com; b@x.com`, `see linkedin.com/in/jane` or `/in/jane`. It
 * finds rather too many than too few, and some several times.
 *
 * Each step is charged before it is taken, even if it finds nothing. A text that can't be normalised quickly takes all
 * that is left.
 */
export function findIdentifiers(text: string, options: FindOptions): FoundIdentifier[] {
  const { budget } = options;
  const found: FoundIdentifier[] = [];
  const pay = (steps: number) => (budget.left = Math.max(0, budget.left - steps)) > 0;
  for (const spelling of spellingsOf(text)) {
    if (spelling === undefined) budget.left = 0;
    if (spelling === undefined || !pay(TEXT_STEPS + spelling.length)) return found;
    for (const candidate of candidatesIn(spelling, options)) {
      if (!pay(CANDIDATE_STEPS)) return found;
      found.push(...candidate());
    }
  }
  return found;
}

type Candidate = () => FoundIdentifier[];

/**
 * Gives the text as it is, and as it reads if it was a part of a URL. It gives undefined for a spelling with heaps of
 * accents.
 */
function* spellingsOf(text: string): Generator<string | undefined> {
  const tidy = compose(text);
  yield tidy;
  if (tidy !== undefined && /%(?:40|2f)/i.test(tidy)) yield compose(decodePercent(tidy));
}

const PERCENT = 0x25;
const HEX = new Map([..."0123456789abcdefABCDEF"].map((digit) => [digit.charCodeAt(0), parseInt(digit, 16)]));

/**
 * Decodes by bytes, so that escapes that are no UTF-8 don't spoil the rest. `decodeURIComponent` throws at each such
 * escape, which takes long if there are many.
 */
function decodePercent(text: string): string {
  const bytes = Buffer.from(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const high = bytes[at] === PERCENT ? HEX.get(bytes[at + 1] ?? 0) : undefined;
    const low = high === undefined ? undefined : HEX.get(bytes[at + 2] ?? 0);
    const isEscape = high !== undefined && low !== undefined;
    bytes[length++] = isEscape ? high * 16 + low : (bytes[at] ?? 0);
    if (isEscape) at += 2;
  }
  return bytes.toString("utf8", 0, length);
}

function* candidatesIn(text: string, { entity, field }: FindOptions): Generator<Candidate> {
  const about = definitionsAbout(entity);
  for (const each of looking(about, "email")) yield* emailsIn(text, each);
  for (const url of urlsIn(text, field)) for (const definition of about) yield () => pageOf(url, definition);
  for (const each of looking(about, "domain")) yield* domainsIn(text, each);
}

function looking(
  about: readonly EntityDefinition[],
  like: IdentifierDefinition["looksLike"],
): IdentifierDefinition[] {
  return about.flatMap(({ identifiers }) => identifiers.filter(({ looksLike }) => looksLike === like));
}

function pageOf(url: string, { entity, identifiers }: EntityDefinition): FoundIdentifier[] {
  for (const { kind, looksLike, canonical } of identifiers) {
    if (looksLike !== "page") continue;
    const value = canonical(url);
    if (value !== undefined) return [{ entity, kind, value }];
  }
  return [];
}

function identifierOf(text: string, { entity, kind, canonical }: IdentifierDefinition): FoundIdentifier[] {
  const value = canonical(text);
  return value === undefined ? [] : [{ entity, kind, value }];
}

const WORDS = /[^\s,;|<>()[\]{}"'`]+/g;

function* domainsIn(text: string, sought: IdentifierDefinition): Generator<Candidate> {
  if (!text.includes(".")) return;
  yield () => identifierOf(text, sought);
  for (const [word] of text.matchAll(WORDS)) if (word.includes(".")) yield () => identifierOf(word, sought);
}

/** This is longer than any local part or domain, and short enough for looking around each `@` to be cheap. */
const AROUND = 300;
/**
 * Capture what stands before an `@`: first all that an address can hold, then what most addresses hold. They look back
 * from the end, since a search from the beginning would start at each character.
 */
const LOCALS = [
  /$(?<=([a-z0-9!#$%&'*+/=?^_`{|}~.\-\p{L}\p{N}\p{M}\p{So}\p{Default_Ignorable_Code_Point}]*))/iu,
  /$(?<=([a-z0-9._%+\-\p{L}\p{N}\p{M}\p{So}\p{Default_Ignorable_Code_Point}]*))/iu,
];
/** The other full stops are those with which domains are typed in East Asia. */
const DOMAIN = /^[a-z0-9.\-\u3002\uff0e\uff61\p{L}\p{N}\p{M}\p{So}\p{Default_Ignorable_Code_Point}]+/iu;
const LAST_DOTS = /(?<![.-])[.-]+$/;

function* emailsIn(text: string, sought: IdentifierDefinition): Generator<Candidate> {
  if (!text.includes("@")) return;
  yield () => identifierOf(text, sought);
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1))
    yield () => emailsAt(text, at, sought);
}

function emailsAt(text: string, at: number, sought: IdentifierDefinition): FoundIdentifier[] {
  const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + AROUND))?.[0].replace(LAST_DOTS, "");
  if (!domain) return [];
  const before = text.slice(Math.max(0, at - AROUND), at);
  const locals = LOCALS.map((local) => local.exec(before)?.[1]);
  // A sentence's punctuation may stand before an address.
  const bare = locals[1]?.replace(/^[._%+-]+/, "");
  return [...new Set([...locals, bare])].flatMap((local) =>
    local ? identifierOf(`${local}@${domain}`, sought) : [],
  );
}

/** Matches the path of a page about somebody, whatever its host is. */
const PAGE =
  /(?:^|\/)(?:in|pub|company(?:-beta)?|school|showcase|sales\/+(?:lead|people|company))\/+(?=[^\s/])/gi;
const PAGE_MAX = 2_000;
const END_OF_URL = /[\s<>"]/;
const BARE = /^\s*[^\s/@:]{1,200}\s*$/;

function* urlsIn(text: string, field: string): Generator<string> {
  if (/linkedin\.com/i.test(text)) yield text;
  for (const { 0: beginning, index } of text.matchAll(PAGE)) {
    const rest = text.slice(index + beginning.length, index + beginning.length + PAGE_MAX);
    const page = `linkedin.com/${beginning.replace(/^\//, "")}`;
    yield page + rest;
    yield page + (rest.split(END_OF_URL, 1)[0] ?? "");
    yield page + (rest.split(/[\s<>"',;|/]/, 1)[0] ?? "");
  }
  if (!/linkedin/i.test(field) || !BARE.test(text)) return;
  const forms = /sales/i.test(field) ? ["sales/lead", "sales/company"] : ["in", "company"];
  for (const form of forms) yield `linkedin.com/${form}/${text.trim()}`;
}
