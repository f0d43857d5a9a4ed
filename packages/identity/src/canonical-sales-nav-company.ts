import { salesNavId } from "./sales-nav-id.ts";

const COMPANY = /^sales\/+company\/+(.*)$/is;

/**
 * Gives `https://www.linkedin.com/sales/company/<id>`, the canonical form of a company's page in Sales Navigator, or
 * undefined if the text is no such page.
 */
export function canonicalSalesNavCompany(raw: string): string | undefined {
  const id = salesNavId(raw, COMPANY);
  return id === undefined ? undefined : `https://www.linkedin.com/sales/company/${id}`;
}
