import { linkedinPath } from "./linkedin-path.ts";
import { linkedinSlug } from "./linkedin-slug.ts";

/**
 * Matches `in/<slug>/…` and `pub/<slug>/…`, also as they are in links of LinkedIn's e-mails (`comm/`) and of its light
 * mobile pages (`mwlite/`).
 */
const PROFILE = /^(?:comm\/+|mwlite\/+)?(in|pub)\/+([^/]+)(?:\/+(.*))?$/is;

/** LinkedIn's own ids of members are base64, so their case matters. */
const MEMBER_ID = /^AC[ow]AA[A-Za-z0-9_-]*$/;

/** Matches `a7/576/b50` of `/pub/first-last/a7/576/b50`. */
const PUB_ID = /^([0-9a-f]{1,3})\/+([0-9a-f]{1,3})\/+([0-9a-f]{1,3})(?:[/&;]|$)/;

/**
 * Everybody's own profile, the page of profiles that are gone, and the search by name (`/pub/dir/`). As identifiers
 * they would make one record of many people.
 */
const NOBODY = new Set(["me", "unavailable"]);
const PUB_SEARCH = "dir";

/**
 * Gives `https://www.linkedin.com/in/<slug>`, the canonical form of a contact's LinkedIn profile, or undefined if the
 * text is no profile. What follows the slug (`/details/…`, a language) doesn't matter, except in the old public form:
 *
 * `/pub/<slug>/<a>/<b>/<c>` was redirected to `/in/<slug>-<c><b><a>`, with b and c filled with zeros to three digits,
 * and a as it is. (`/pub/krzysztof-marzec/a7/576/b50` is `/in/krzysztof-marzec-b50576a7`; the example and the rule are
 * those of the npm package linkedin-canonical-url.) `/pub/<slug>` alone is `/in/<slug>`. `/pub/<slug>` with anything
 * else behind it names one of several people with that name, so it is refused.
 */
export function canonicalLinkedinProfile(raw: string): string | undefined {
  const path = linkedinPath(raw);
  const parts = path === undefined ? null : PROFILE.exec(path);
  if (parts === null) return undefined;
  const [, form = "", part = "", rest = ""] = parts;
  const slug = linkedinSlug(part, MEMBER_ID);
  if (slug === undefined || NOBODY.has(slug)) return undefined;
  const canonical = form.toLowerCase() === "in" ? slug : fromPub(slug, rest.toLowerCase());
  return canonical === undefined ? undefined : `https://www.linkedin.com/in/${canonical}`;
}

function fromPub(slug: string, rest: string): string | undefined {
  if (slug === PUB_SEARCH) return undefined;
  if (rest === "") return slug;
  const id = PUB_ID.exec(rest);
  if (id === null) return undefined;
  const [, a = "", b = "", c = ""] = id;
  return `${slug}-${c.padStart(3, "0")}${b.padStart(3, "0")}${a}`;
}
