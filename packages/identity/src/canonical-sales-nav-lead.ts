import { salesNavId } from "./sales-nav-id.ts";

const LEAD = /^sales\/+(?:lead|people)\/+(.*)$/is;

/**
 * `https://www.linkedin.com/sales/lead/<id>`, a key of contacts: `linkedinUrlSalesNav` of
 * `POST /api/contacts`. `/sales/people/` is the same page.
 */
export function canonicalSalesNavLead(raw: string): string | undefined {
  const id = salesNavId(raw, LEAD);
  return id === undefined ? undefined : `https://www.linkedin.com/sales/lead/${id}`;
}
