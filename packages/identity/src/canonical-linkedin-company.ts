import { linkedinPath } from "./linkedin-path.ts";
import { linkedinSlug } from "./linkedin-slug.ts";

/** Schools and showcase pages are companies with another layout and share their slugs; `company-beta` was the layout of 2017. */
const COMPANY = /^(?:comm\/+|mwlite\/+)?(?:company|company-beta|school|showcase)\/+([^/]+)/i;

/** Where LinkedIn sends visitors of pages that are gone: no company. */
const NOBODY = "unavailable";

/**
 * `https://www.linkedin.com/company/<slug>`, a key of companies: `linkedinUrl` of
 * `POST /api/companies`. What follows the slug (`/about`, `/people`) doesn't matter. LinkedIn's numeric ids
 * stand as they are: which slug they belong to, only LinkedIn knows.
 */
export function canonicalLinkedinCompany(raw: string): string | undefined {
  const part = COMPANY.exec(linkedinPath(raw) ?? "")?.[1];
  const slug = part === undefined ? undefined : linkedinSlug(part);
  return slug === undefined || slug === NOBODY ? undefined : `https://www.linkedin.com/company/${slug}`;
}
