import { IDENTITY_PATTERN_MAX } from "@onefold/contract";
import type { IdentifierKind } from "@onefold/contract";
import { canonicalDomain } from "../canonical-domain.ts";
import { canonicalEmail } from "../canonical-email.ts";
import { canonicalLinkedinCompany } from "../canonical-linkedin-company.ts";
import { canonicalLinkedinProfile } from "../canonical-linkedin-profile.ts";
import { canonicalSalesNavCompany } from "../canonical-sales-nav-company.ts";
import { canonicalSalesNavLead } from "../canonical-sales-nav-lead.ts";
import { isLinkedinPage } from "../is-linkedin-page.ts";
import { tidyText } from "../tidy-text.ts";

/** Values of a kind: these pieces of a canonical form, with any text between them; one piece is the whole value. */
export interface Pattern {
  readonly kind: IdentifierKind;
  readonly pieces: readonly string[];
}

/** So that holding a value against a pattern is a few searches. */
const MAX_STARS = 4;

/**
 * The patterns of a list that search inside a value, as `linkedin.com/in/*spam*` does: each value is held against every
 * one of them. The others look at its ends only.
 */
export const SEARCHING_PATTERNS_MAX = 20;

/** Says what is wrong with each pattern of a list, in a sentence; undefined for those that are one. */
export function problemsOfPatterns(texts: readonly string[]): (string | undefined)[] {
  let searching = 0;
  return texts.map((text) => {
    const read = readPattern(text);
    if ("problem" in read) return read.problem;
    if (!isSearching(read) || ++searching <= SEARCHING_PATTERNS_MAX) return undefined;
    return `A list has at most ${SEARCHING_PATTERNS_MAX} patterns with text between two *, besides *@*: this is one more.`;
  });
}

/** Each address has one `@`, which is found at once. */
function isSearching({ pieces }: Pattern): boolean {
  return pieces.slice(1, -1).some((piece) => piece !== "@");
}

/**
 * A pattern as a team writes it: an identifier in any spelling, or one with `*` for any text, as in `info@*`,
 * `*@example.org`, `linkedin.com/in/acme-*` and `*.example.org`.
 */
export function readPattern(text: string): Pattern | { readonly problem: string } {
  if (text.length > IDENTITY_PATTERN_MAX)
    return { problem: `A pattern has at most ${IDENTITY_PATTERN_MAX} characters.` };
  const tidy = tidyText(text, IDENTITY_PATTERN_MAX)?.replace(/\*+/g, "*");
  if (!tidy) return { problem: "A pattern is an e-mail, a LinkedIn URL or a domain, with * for any text." };
  const stars = tidy.split("*").length - 1;
  if (stars > MAX_STARS) return { problem: `${tidy} has more than ${MAX_STARS} times *.` };
  const pattern = stars === 0 ? exactly(tidy) : glob(tidy);
  if (!pattern)
    return { problem: `${tidy} is no e-mail, LinkedIn URL or domain, also with * standing for any text.` };
  // `*@*` is everybody.
  if (!/[\p{L}\p{N}]/u.test(pattern.pieces.join("").replace(PAGE_START, "")))
    return { problem: `${tidy} is every value of its kind: name at least a part.` };
  return pattern;
}

const PAGES: readonly (readonly [IdentifierKind, (raw: string) => string | undefined])[] = [
  ["linkedin", canonicalLinkedinProfile],
  ["linkedin", canonicalLinkedinCompany],
  ["salesNav", canonicalSalesNavLead],
  ["salesNav", canonicalSalesNavCompany],
];

function exactly(text: string): Pattern | undefined {
  for (const [kind, canonical] of PAGES) {
    const value = canonical(text);
    if (value !== undefined) return { kind, pieces: [value] };
  }
  if (isLinkedinPage(text)) return undefined;
  const [kind, value] = text.includes("@")
    ? (["email", canonicalEmail(text)] as const)
    : (["domain", canonicalDomain(text)] as const);
  return value === undefined ? undefined : { kind, pieces: [value] };
}

function glob(text: string): Pattern | undefined {
  if (text.includes("/") && !/^[a-z]+:\/\/[^/]*\/?$/i.test(text)) return pageGlob(text);
  const bare = text
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/$/, "");
  if (bare.includes("@")) return addressGlob(bare);
  const pieces = bare
    .replace(/^(?:www\.)+/, "")
    .split("*")
    .map(hostPiece);
  return isWhole(pieces) ? { kind: "domain", pieces } : undefined;
}

const LOCAL_PIECE = /^[a-z0-9!#$%&'+/=?^_`{|}~.\-\u0080-\u{10ffff}]*$/u;

function addressGlob(text: string): Pattern | undefined {
  const at = text.lastIndexOf("@");
  const [locals, hosts] = [
    text.slice(0, at).split("*"),
    text
      .slice(at + 1)
      .split("*")
      .map(hostPiece),
  ];
  if (!locals.every((piece) => LOCAL_PIECE.test(piece)) || !isWhole(hosts)) return undefined;
  if (at === 0 || at === text.length - 1) return undefined;
  const [joined, ...rest] = hosts;
  return { kind: "email", pieces: [...locals.slice(0, -1), `${locals.at(-1)}@${joined}`, ...rest] };
}

/** Letters beyond ASCII as A-labels, which only whole labels have: no `*` can stand in one with such letters. */
function hostPiece(
  piece: string,
  index: number,
  { length }: { readonly length: number },
): string | undefined {
  const labels = piece.split(".").map((label, at, { length: last }) => {
    const isPart = (at === 0 && index > 0) || (at === last - 1 && index < length - 1);
    const isPlain = /^[a-z0-9-]*$/.test(label);
    if (isPlain && (isPart || !label.startsWith("xn--"))) return label;
    return isPart ? undefined : canonicalDomain(`${label}.example`)?.slice(0, -".example".length);
  });
  return labels.every((label) => label !== undefined) ? labels.join(".") : undefined;
}

function isWhole(pieces: readonly (string | undefined)[]): pieces is readonly string[] {
  return pieces.every((piece) => piece !== undefined);
}

const PAGE_START = /^https:\/\/www\.linkedin\.com\/(?:in|company|sales\/lead|sales\/company)\//;
const PAGE_GLOB =
  /^(?:(?:https?:)?\/\/)?(?:(?:www|m|mobile|touch|[a-z]{2})\.){0,2}linkedin\.com\/(in|company|sales\/lead|sales\/people|sales\/company)\/([^/?#\s]+)\/?$/i;

function pageGlob(text: string): Pattern | undefined {
  const parts = PAGE_GLOB.exec(text);
  if (!parts) return undefined;
  const page = (parts[1] ?? "").toLowerCase().replace("people", "lead");
  const isSales = page.startsWith("sales/");
  const pieces = (parts[2] ?? "").split("*").map((piece) => (isSales ? piece : slugPiece(piece)));
  if (!isWhole(pieces)) return undefined;
  const [first, ...rest] = pieces;
  const start = `https://www.linkedin.com/${page}/${first}`;
  return { kind: isSales ? "salesNav" : "linkedin", pieces: [start, ...rest] };
}

/** As a slug has it; LinkedIn's ids of members keep their case, and a piece of one has at least its beginning. */
function slugPiece(piece: string): string | undefined {
  try {
    const text = decodeURIComponent(piece).normalize("NFC");
    return encodeURIComponent(/^AC[ow]AA/.test(text) ? text : text.toLowerCase());
  } catch {
    return undefined;
  }
}
