import { linkedinPath } from "./linkedin-path.ts";
import { linkedinSlug } from "./linkedin-slug.ts";

/**
 * Schools and showcase pages are companies with another layout, and share their slugs. `company-beta` was the layout of
 * 2017.
 */
const COMPANY = /^(?:comm\/+|mwlite\/+)?(?:company|company-beta|school|showcase)\/+([^/]+)/i;

/** LinkedIn sends visitors of pages that are gone to this page. It is no company. */
const NOBODY = "unavailable";

/**
 * Gives `https://www.linkedin.com/company/<slug>`, the canonical form of a company's LinkedIn page, or undefined if the
 * text is no such page. What follows the slug (`/about`, `/people`) doesn't matter. LinkedIn's numeric ids stay as they
 * are: only LinkedIn knows which slug they belong to.
 */
export function canonicalLinkedinCompany(raw: string): string | undefined {
  const part = COMPANY.exec(linkedinPath(raw) ?? "")?.[1];
  const slug = part === undefined ? undefined : linkedinSlug(part);
  return slug === undefined || slug === NOBODY ? undefined : `https://www.linkedin.com/company/${slug}`;
}
