import { trimBlank } from "./blank.ts";
import { hostname } from "./hostname.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** The limit of a text field: a URL may stand here in place of a bare domain. */
const MAX_RAW_LENGTH = 5_000;

/** The host of `acme.com`, `//acme.com`, `https://acme.com:443/path`. What has an `@` before its path is refused. */
const HOST = /^(?:(?:https?:)?\/\/)?([^/?#:@\\\s]+)(?::\d{0,5})?(?:[/?#]|$)/i;

/** Also as it is typed in East Asia. */
const LAST_DOT = /[.\u3002\uff0e\uff61]$/;

/**
 * The key of a company, `domain` of `POST /api/companies`: lower case, A-labels, without scheme, `www.`,
 * port, path, query and trailing dot. Other subdomains are kept: `shop.acme.com` may be another
 * company than `acme.com`.
 */
export function canonicalDomain(raw: string): string | undefined {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  const host = text === undefined ? undefined : HOST.exec(text)?.[1];
  if (host === undefined) return undefined;
  const name = hostname(trimBlank(host).replace(LAST_DOT, ""));
  return name === undefined ? undefined : withoutWww(name);
}

/** Each `www.` in front, as long as a domain is left: `www.com` is somebody's. */
function withoutWww(name: string): string {
  let rest = name;
  while (rest.startsWith("www.") && rest.includes(".", 4)) rest = rest.slice(4);
  return rest;
}
