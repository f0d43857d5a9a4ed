import type { Entity, Identifier } from "@onefold/contract";
import { canonicalDomain } from "./canonical-domain.ts";
import { canonicalEmail } from "./canonical-email.ts";
import { companyDefinition, contactDefinition } from "./entity-definition.ts";

/** An identifier of a record of that entity. */
export interface FoundIdentifier extends Identifier {
  readonly entity: Entity;
}

export interface FindOptions {
  /** What the text tells of: a contact's may name contacts, a company's both. */
  readonly entity: Entity;
  /** The name of the field that holds the text: a bare slug stands in the column of URLs only. */
  readonly field: string;
  /** Candidates that are still looked at; where none is left it stops. */
  readonly budget: { left: number };
}

/**
 * Every identifier that a text holds: it may be one, in any spelling, or have them somewhere inside, as in
 * `Jane <JANE@example.com>`, `mailto:jane@example.com`, `a@x.com; b@x.com`, `see linkedin.com/in/jane` or `/in/jane`.
 * Finds rather too many than too few; some are there several times.
 */
export function findIdentifiers(text: string, options: FindOptions): FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  const collect = (each: FoundIdentifier | undefined) => {
    options.budget.left--;
    if (each) found.push(each);
    return options.budget.left > 0;
  };
  for (const spelling of spellingsOf(text))
    for (const candidate of candidatesIn(spelling, options)) if (!collect(candidate())) return found;
  return found;
}

type Candidate = () => FoundIdentifier | undefined;

/** As it is, and as it reads where it travelled as a part of a URL. */
function spellingsOf(text: string): string[] {
  const tidy = text.replace(INVISIBLE, "").normalize("NFC");
  const decoded = /%(?:40|2f)/i.test(tidy) ? decodePercent(tidy) : tidy;
  return decoded === tidy ? [tidy] : [tidy, decoded];
}

/** What shows nothing and travels along: between the letters of an address too. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Each escape by itself: one that is no UTF-8 doesn't keep the others. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

function* candidatesIn(text: string, { entity, field }: FindOptions): Generator<Candidate> {
  const definitions = entity === "contact" ? [contactDefinition] : [companyDefinition, contactDefinition];
  if (text.includes("@")) for (const email of emailsIn(text)) yield () => emailOf(email);
  for (const url of urlsIn(text, field))
    for (const definition of definitions)
      yield () => {
        for (const { kind, canonical } of definition.identifiers) {
          if (kind !== "linkedin" && kind !== "salesNav") continue;
          const value = canonical(url);
          if (value !== undefined) return { entity: definition.entity, kind, value };
        }
        return undefined;
      };
  if (entity === "company" && text.includes("."))
    for (const word of new Set([text, ...text.split(BETWEEN_WORDS)]))
      if (word.includes(".")) yield () => domainOf(word);
}

function emailOf(text: string): FoundIdentifier | undefined {
  const value = canonicalEmail(text);
  return value === undefined ? undefined : { entity: "contact", kind: "email", value };
}

function domainOf(text: string): FoundIdentifier | undefined {
  const value = canonicalDomain(text);
  return value === undefined ? undefined : { entity: "company", kind: "domain", value };
}

const BETWEEN_WORDS = /[\s,;|<>()[\]{}"'`]+/;

/** Longer than any local part or domain, so that looking around each `@` stays cheap. */
const AROUND = 300;
/** What stands before an `@` and after it: all that an address can hold, then what most addresses hold. */
const NOT_LOCALS = [
  /[^a-z0-9!#$%&'*+/=?^_`{|}~.\-\p{L}\p{N}\p{M}\p{So}]/iu,
  /[^a-z0-9._%+\-\p{L}\p{N}\p{M}\p{So}]/iu,
];
/** The other full stops are what domains are typed with in East Asia. */
const DOMAIN = /^[a-z0-9.\-\u3002\uff0e\uff61\p{L}\p{N}\p{M}\p{So}]+/iu;
const LAST_DOTS = /[.-]+$/;

function* emailsIn(text: string): Generator<string> {
  yield text;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + AROUND))?.[0].replace(LAST_DOTS, "");
    if (!domain) continue;
    const before = text.slice(Math.max(0, at - AROUND), at);
    const locals = NOT_LOCALS.map((boundary) => before.split(boundary).at(-1));
    // A sentence's punctuation before an address.
    const bare = locals[1]?.replace(/^[._%+-]+/, "");
    for (const local of new Set([...locals, bare])) if (local) yield `${local}@${domain}`;
  }
}

/** The path of a page about somebody, whatever host it is given with. */
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
