import { tidyText } from "./tidy-text.ts";
import { trimEndPunctuation } from "./trim-end-punctuation.ts";

/** Custom slugs have up to 100 characters (LinkedIn's help); assigned ones of long names a few more. Percent-encoded they still fit an index row of Postgres. */
const MAX_LENGTH = 200;
const MAX_RAW_LENGTH = 5_000;

const PLAIN = /^[A-Za-z0-9_-]+$/;
const LETTER_OR_DIGIT = /[a-z0-9\u0080-\u{10ffff}]/u;
/** No slug has these; a percent sign that is left, U+FFFD and the ellipsis say that the name was damaged on its way, and a damaged name may be another person's. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Z}%\\<>"`{}|^@:[\]\ufffd\u2026]/u;

/**
 * One spelling for a slug of `/in/…` or `/company/…`, since neither its case nor its percent-encoding
 * matters: percent-decoded, NFC, lower-cased, and percent-encoded again, since the canonical value is
 * a URL. So `J%C3%BCrgen`, `jürgen` and `JÜRGEN` are all `j%C3%BCrgen`. Text that was encoded twice,
 * as redirects do, is decoded twice, and ends where a slash, query or fragment shows up in it.
 *
 * `keepsCase` is the pattern of ids that are no names: those stay as they are.
 */
export function linkedinSlug(part: string, keepsCase?: RegExp): string | undefined {
  const text = PLAIN.test(part) ? part : readable(part);
  if (text === undefined) return undefined;
  if (keepsCase?.test(text) === true) return text.length <= MAX_LENGTH ? text : undefined;
  const name = text.toLowerCase().normalize("NFC");
  if (name.length > MAX_LENGTH || !LETTER_OR_DIGIT.test(name)) return undefined;
  return FORBIDDEN.test(name) ? undefined : encodeURIComponent(name);
}

function readable(part: string): string | undefined {
  const decoded = decodePercent(part);
  if (decoded === undefined) return undefined;
  const [beginning = ""] = decoded.split(/[/?#]/, 1);
  const text = tidyText(beginning, MAX_RAW_LENGTH);
  return text === undefined ? undefined : trimEndPunctuation(text);
}

/** Undefined where the escapes are no UTF-8. */
function decodePercent(part: string): string | undefined {
  try {
    const once = part.includes("%") ? decodeURIComponent(part) : part;
    return once.includes("%") ? decodeURIComponent(once) : once;
  } catch {
    return undefined;
  }
}
