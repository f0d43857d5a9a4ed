import { trimBlank } from "./blank.ts";
import { hostname } from "./hostname.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** This is the limit of a text field, as a URL may be given in place of a bare domain. */
const MAX_RAW_LENGTH = 5_000;

/**
 * Captures the host of `acme.com`, `//acme.com` or `https://acme.com:443/path`. A text with an `@` before its path
 * doesn't match.
 */
const HOST = /^(?:(?:https?:)?\/\/)?([^/?#:@\\\s]+)(?::\d{0,5})?(?:[/?#]|$)/i;

/** The last dot, also as it is typed in East Asia. */
const LAST_DOT = /[.\u3002\uff0e\uff61]$/;

/**
 * Gives the canonical form of a company's domain: lower case, A-labels, without scheme, `www.`, port, path, query and
 * trailing dot. Other subdomains are kept, since `shop.acme.com` may be another company than `acme.com`. It gives
 * undefined if the text is no domain.
 */
export function canonicalDomain(raw: string): string | undefined {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  const host = text === undefined ? undefined : HOST.exec(text)?.[1];
  if (host === undefined) return undefined;
  const name = hostname(trimBlank(host).replace(LAST_DOT, ""));
  return name === undefined ? undefined : withoutWww(name);
}

/** Removes each `www.` in front as long as a domain is left: `www.com` is somebody's domain. */
function withoutWww(name: string): string {
  let rest = name;
  while (rest.startsWith("www.") && rest.includes(".", 4)) rest = rest.slice(4);
  return rest;
}
