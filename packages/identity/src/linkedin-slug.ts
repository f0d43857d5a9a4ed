import { readableUrlPart } from "./readable-url-part.ts";

/**
 * Custom slugs have up to 100 characters (LinkedIn's help), and assigned ones of long names a few more. Percent-encoded
 * they still fit an index row of Postgres.
 */
const MAX_LENGTH = 200;

const PLAIN = /^[A-Za-z0-9_-]+$/;
const LETTER_OR_DIGIT = /[a-z0-9\u0080-\u{10ffff}]/u;
/**
 * No slug has these. A percent sign that is left, U+FFFD or an ellipsis says that the name was damaged on its way, and
 * a damaged name may be another person's.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Z}%\\<>"`{}|^@:[\]\ufffd\u2026]/u;
/** Text programs make these of a hyphen. */
const HYPHENS = /[\u2010\u2011\u2212\ufe63\uff0d]/g;
/** Matches Sales Navigator's search behind an id. */
const END_OF_ID = /,.*$/s;

/**
 * Gives one spelling for a slug of `/in/…` or `/company/…`, since neither its case nor its percent-encoding matters.
 * The slug is percent-decoded, NFC, lower-cased, and percent-encoded again, since the canonical value is a URL. So
 * `J%C3%BCrgen`, `jürgen` and `JÜRGEN` are all `j%C3%BCrgen`. Text that was encoded twice, as redirects do, is decoded
 * twice, and ends where a slash, query or fragment shows up in it.
 *
 * `keepsCase` is the pattern of ids that are no names: those stay as they are.
 */
export function linkedinSlug(part: string, keepsCase?: RegExp): string | undefined {
  const text = PLAIN.test(part) ? part : readableUrlPart(part);
  if (text === undefined) return undefined;
  const id = text.replace(END_OF_ID, "");
  if (keepsCase?.test(id) === true) return id.length <= MAX_LENGTH ? id : undefined;
  const name = text.replace(HYPHENS, "-").toLowerCase().normalize("NFC");
  if (name.length > MAX_LENGTH || !LETTER_OR_DIGIT.test(name)) return undefined;
  return FORBIDDEN.test(name) ? undefined : encodeURIComponent(name);
}
