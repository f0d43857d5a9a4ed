import { canonicalDomain } from "./canonical-domain.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** The limit of a text field. */
const MAX_RAW_LENGTH = 5_000;
const SCHEME = /^(?:https?:)?\/\//i;
/** A path that is more than slashes. */
const WITH_PATH = /^[^/?#]*\/+[^/?#]/;

/**
 * Whether a text is an address below linkedin.com, in any spelling, with a path: a page, whether it is somebody's or
 * not, and no domain. `linkedin.com` by itself is one.
 */
export function isLinkedinPage(raw: string): boolean {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  if (text === undefined || !WITH_PATH.test(text.replace(SCHEME, ""))) return false;
  return /(?:^|\.)linkedin\.com$/.test(canonicalDomain(text) ?? "");
}
