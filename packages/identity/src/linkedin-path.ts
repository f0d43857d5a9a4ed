import { trimEndPunctuation } from "./trim-end-punctuation.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** This is the limit of a text field, as tracking parameters make these addresses long. */
const MAX_RAW_LENGTH = 5_000;

/**
 * Matches an address on linkedin.com itself: `www.`, mobile (`m.`, `touch.`, `mobile.`) and country hosts (`fr.`, also
 * `www.fr.`), but no other subdomain, no user before an `@`, only the two default ports, and http(s) or no scheme. It
 * is anchored, so that look-alikes (`linkedin.com.evil.example`, `notlinkedin.com`) don't match. It has no `u` flag, as
 * with that `i` makes other letters equal ASCII ones.
 */
const LINKEDIN =
  /^(?:(?:https?:)?\/\/)?(?:(?:www|m|mobile|touch|[a-z]{2})\.){0,2}linkedin\.com\.?(?::(?:80|443))?\/+([^?#\\]*)/i;

/** Matches `..` between slashes: such a path is another page than the one that its beginning names. */
const PARENT_FOLDER = /\/(?:\.|%2e){2}\//i;

/**
 * Gives the path of a LinkedIn address without its leading slashes, its query and fragment, and the slashes and
 * punctuation at its end. None of these matters. It gives undefined for every other address.
 */
export function linkedinPath(raw: string): string | undefined {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  const path = text === undefined ? undefined : LINKEDIN.exec(text)?.[1];
  return path === undefined || PARENT_FOLDER.test(path) ? undefined : trimEndPunctuation(path);
}
