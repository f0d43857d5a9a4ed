import { canonicalDomain } from "./canonical-domain.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** This is the limit of a text field. */
const MAX_RAW_LENGTH = 5_000;
const SCHEME = /^(?:https?:)?\/\//i;
/** Matches a path that is more than slashes. */
const WITH_PATH = /^[^/?#]*\/+[^/?#]/;

/**
 * Says whether a text is an address below linkedin.com with a path, in any spelling. That is a page and no domain,
 * whether it is somebody's or not. `linkedin.com` by itself is a domain.
 */
export function isLinkedinPage(raw: string): boolean {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  if (text === undefined || !WITH_PATH.test(text.replace(SCHEME, ""))) return false;
  return /(?:^|\.)linkedin\.com$/.test(canonicalDomain(text) ?? "");
}
