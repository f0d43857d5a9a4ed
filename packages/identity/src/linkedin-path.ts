import { trimEndPunctuation } from "./trim-end-punctuation.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** The limit of a text field; tracking parameters make these long. */
const MAX_RAW_LENGTH = 5_000;

/**
 * An address on linkedin.com itself: `www.`, mobile (`m.`, `touch.`, `mobile.`) and country hosts
 * (`fr.`, also `www.fr.`), no other subdomain, no user before an `@`, no port but the two default
 * ones, http(s) or no scheme at all. Anchored, so that look-alikes (`linkedin.com.evil.example`,
 * `notlinkedin.com`) don't match. Without the `u` flag, under which `i` has other letters equal
 * ASCII ones.
 */
const LINKEDIN =
  /^(?:(?:https?:)?\/\/)?(?:(?:www|m|mobile|touch|[a-z]{2})\.){0,2}linkedin\.com\.?(?::(?:80|443))?\/+([^?#\\]*)/i;

/** `..` between slashes: another page than the one that its beginning names. */
const PARENT_FOLDER = /\/(?:\.|%2e){2}\//i;

/**
 * The path of a LinkedIn address without its leading slashes, query, fragment, and the slashes and
 * punctuation that trail it: none of them matters. Undefined for every other address.
 */
export function linkedinPath(raw: string): string | undefined {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  const path = text === undefined ? undefined : LINKEDIN.exec(text)?.[1];
  return path === undefined || PARENT_FOLDER.test(path) ? undefined : trimEndPunctuation(path);
}
