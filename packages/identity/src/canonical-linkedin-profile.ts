import { linkedinPath } from "./linkedin-path.ts";
import { linkedinSlug } from "./linkedin-slug.ts";

/** `in/<slug>/…` or `pub/<slug>/…`, also as links in LinkedIn's e-mails (`comm/`) and its light mobile pages (`mwlite/`) have them. */
const PROFILE = /^(?:comm\/+|mwlite\/+)?(in|pub)\/+([^/]+)(?:\/+(.*))?$/is;

/** LinkedIn's own ids of members; base64, so their case matters. */
const MEMBER_ID = /^AC[ow]AA[A-Za-z0-9_-]*$/;

/** `a7/576/b50` of `/pub/first-last/a7/576/b50`. */
const PUB_ID = /^([0-9a-f]{1,3})\/+([0-9a-f]{1,3})\/+([0-9a-f]{1,3})(?:[/&;]|$)/;

/** Everybody's own profile, the page of profiles that are gone, and the search by name (`/pub/dir/`): keys that would make one record of many people. */
const NOBODY = new Set(["me", "unavailable"]);
const PUB_SEARCH = "dir";

/**
 * `https://www.linkedin.com/in/<slug>`, a key of contacts: `linkedinUrl` of `POST /api/contacts`.
 * What follows the slug (`/details/…`, a language) doesn't matter; but for the old public form:
 *
 * `/pub/<slug>/<a>/<b>/<c>` was redirected to `/in/<slug>-<c><b><a>`, b and c filled with zeros to
 * three digits, a as it is (`/pub/krzysztof-marzec/a7/576/b50` is `/in/krzysztof-marzec-b50576a7`;
 * the example and the rule are those of the npm package linkedin-canonical-url). `/pub/<slug>` alone
 * is `/in/<slug>`. `/pub/<slug>` with anything else behind it names one of several people with that
 * name, so it is refused.
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
