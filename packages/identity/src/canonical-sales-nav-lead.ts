import { salesNavId } from "./sales-nav-id.ts";

const LEAD = /^sales\/+(?:lead|people)\/+(.*)$/is;

/**
 * Gives `https://www.linkedin.com/sales/lead/<id>`, the canonical form of a contact's page in Sales Navigator, or
 * undefined if the text is no such page. `/sales/people/` is the same page.
 */
export function canonicalSalesNavLead(raw: string): string | undefined {
  const id = salesNavId(raw, LEAD);
  return id === undefined ? undefined : `https://www.linkedin.com/sales/lead/${id}`;
}
