import { salesNavId } from "./sales-nav-id.ts";

const COMPANY = /^sales\/+company\/+(.*)$/is;

/** `https://www.linkedin.com/sales/company/<id>`, a key of companies: `linkedinUrlSalesNav` of `POST /api/companies`. */
export function canonicalSalesNavCompany(raw: string): string | undefined {
  const id = salesNavId(raw, COMPANY);
  return id === undefined ? undefined : `https://www.linkedin.com/sales/company/${id}`;
}
