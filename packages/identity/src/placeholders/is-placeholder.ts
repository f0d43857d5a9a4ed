import type { IdentifierKind } from "@onefold/contract";
import { readableUrlPart } from "../readable-url-part.ts";
import { matchesRule, NO_RULES } from "./compile-rules.ts";
import type { CompiledRules } from "./compile-rules.ts";
import { foldWord } from "./fold-word.ts";
import { isMailHost, isPublicSuffix, isSharedHost } from "./is-shared-host.ts";
import {
  COMPANY_WORDS,
  DOMAIN_WORDS,
  GENERIC_DOMAIN_WORDS,
  INITIALS,
  NEGATED,
  NEGATIONS,
  NO_REPLY,
  PROFILE_WORDS,
  STRONG_WORDS,
  TYPED_ADDRESSES,
  WEAK_WORDS,
} from "./placeholder-words.ts";

/**
 * Whether a value says "nothing", or names a host that many share, so that it identifies nobody. Pure, and the same
 * wherever it is asked.
 * @param value in canonical form
 * @param rules the team's: what it allows is none, whatever else says so; what it never takes for one is one
 */
export function isPlaceholder(kind: IdentifierKind, value: string, rules: CompiledRules = NO_RULES): boolean {
  // Most values are somebody's, and what is allowed isn't asked then.
  return isNobodys(kind, value, rules) && !matchesRule(rules.allow, kind, value);
}

function isNobodys(kind: IdentifierKind, value: string, { never }: CompiledRules): boolean {
  if (matchesRule(never, kind, value)) return true;
  // There are no lists for a kind that only a test knows.
  return Object.hasOwn(JUDGES, kind) && JUDGES[kind](value);
}

const JUDGES: Readonly<Record<IdentifierKind, (value: string) => boolean>> = {
  email: isNobodysAddress,
  domain: isNoCompanysDomain,
  linkedin: isNobodysPage,
  salesNav: isNobodysPage,
};

function isNobodysAddress(address: string): boolean {
  const at = address.lastIndexOf("@");
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (isInvalidHost(domain) || isTemplate(local)) return true;
  const word = foldWord(local);
  if (STRONG_WORDS.has(word) || NO_REPLY.has(word) || isNegation(word)) return true;
  if (hasOnly(local, isStrong) || hasOnly(local, isWeakAgain)) return true;
  if (isExampleHost(domain)) return EXAMPLE_COM.has(domain) && isWeak(word);
  const label = foldWord(domain.split(".", 1)[0] ?? "");
  if ((isWeak(word) || isFiller(word)) && isMailHost(domain)) return true;
  return agree(word, label);
}

/** `test@test.com`, `email@domain.com`, `none@none.de`, `a@b.com`; but not `na@acme.com`, which can be initials. */
function agree(word: string, label: string): boolean {
  if (/^(.)\1*$/u.test(word) && (word === label || word + label === "ab")) return true;
  if (TYPED_ADDRESSES.has(`${word}@${label}`)) return true;
  // `test1@test.com`: who types a second one counts.
  const bare = word.replace(/\d+$/, "");
  if (bare === label && (isWeak(bare) || isStrong(bare))) return true;
  if (!isAnyWord(word)) return false;
  return word === label || isStrong(label) || isDomainWord(label) || (isWeak(word) && isWeak(label));
}

/**
 * `{{email}}`, `${email}`, `%email%`, `*|EMAIL|*`, `%s`: what no program filled in, also beside something else, as in
 * `%first_name%.smith`. All whose name wasn't filled in would be one person.
 */
function isTemplate(local: string): boolean {
  return /[{}]|^%[a-z]$|%[a-z_ ]+%|\*\|[^|]+\|\*/.test(local);
}

/** RFC 2606: names nothing, and never will. */
function isInvalidHost(host: string): boolean {
  return /\.(?:invalid|localhost|localdomain)$/.test(host);
}

const EXAMPLE_COM: ReadonlySet<string> = new Set(["example.com", "example.net", "example.org"]);

/** Kept for documentation, whose people are as good as any. */
function isExampleHost(host: string): boolean {
  return EXAMPLE_COM.has(host) || host.endsWith(".example") || /\.example\.(?:com|net|org)$/.test(host);
}

function isNoCompanysDomain(host: string): boolean {
  if (isInvalidHost(host)) return true;
  if (isExampleHost(host)) return false;
  const labels = host.split(".").map(foldWord);
  const [label = ""] = labels;
  if (isRepeated(labels) && isAnyWord(label)) return true;
  if (DOMAIN_WORDS.has(label) && isPublicSuffix(host.slice(host.indexOf(".") + 1))) return true;
  if (GENERIC_DOMAIN_WORDS.has(label) && /^[^.]+\.(?:com|net|org)$/.test(host)) return true;
  return isSharedHost(host);
}

function isDomainWord(label: string): boolean {
  return DOMAIN_WORDS.has(label) || GENERIC_DOMAIN_WORDS.has(label);
}

const PAGE = /^https:\/\/www\.linkedin\.com\/(in|company|sales\/lead|sales\/company)\/(.+)$/;
/** LinkedIn's own ids, which nobody types. */
const MEMBER_ID = /^AC[ow]AA/;

function isNobodysPage(url: string): boolean {
  const [, page, part = ""] = PAGE.exec(url) ?? [];
  if (page === undefined || MEMBER_ID.test(part)) return false;
  const name = readableUrlPart(part) ?? part;
  const word = foldWord(name);
  const isCompany = page.endsWith("company");
  const isOne = isCompany ? isNoCompany : isNoPerson;
  if (isOne(word) || (isNegation(word) && !isCompany)) return true;
  return (
    hasOnly(name, isCompany ? isStrong : isPageWord) ||
    hasOnly(name, (each, first) => each === first && isOne(each))
  );
}

function isNoCompany(word: string): boolean {
  return STRONG_WORDS.has(word) || COMPANY_WORDS.has(word);
}

function isNoPerson(word: string): boolean {
  return isAnyWord(word) || PROFILE_WORDS.has(word);
}

/** Who tries things out calls one person `person-1` or `test-user`, and the next one otherwise. */
const TRYING = /^(?:\d+|test|tester|testing|example|sample|demo|dummy|fake)$/;

/** Of several words. */
function isPageWord(word: string): boolean {
  return !TRYING.test(word) && (isStrong(word) || isWeak(word) || PROFILE_WORDS.has(word));
}

function isAnyWord(word: string): boolean {
  return isStrong(word) || isWeak(word) || INITIALS.has(word) || isFiller(word);
}

function isStrong(word: string): boolean {
  return STRONG_WORDS.has(word);
}

function isWeak(word: string): boolean {
  return WEAK_WORDS.has(word);
}

/** `xxx`, `000`: more than initials. */
function isFiller(word: string): boolean {
  return /^([\p{L}0])\1{2,}$/u.test(word);
}

function isNegation(word: string): boolean {
  return NEGATIONS.some((no) => word.startsWith(no) && NEGATED.has(word.slice(no.length)));
}

/** Whether a name has several words and nothing but such. */
function hasOnly(name: string, isSuch: (word: string, first: string) => boolean): boolean {
  let first: string | undefined;
  let count = 0;
  for (const part of name.split(/[-._ ]/)) {
    const word = foldWord(part);
    if (word === "") continue;
    first ??= word;
    if (!isSuch(word, first)) return false;
    count++;
  }
  return count > 1;
}

function isWeakAgain(word: string, first: string): boolean {
  return word === first && isWeak(word);
}

function isRepeated(parts: readonly string[]): boolean {
  return parts.length > 1 && new Set(parts).size === 1;
}
