import { CompanyList, Contact, Company, ContactList, History } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { LIMIT_MAX } from "../request/paging.ts";
import { answer, errors } from "./answers.ts";
import { contentLocation } from "./content-location.ts";
import { limitHeaders } from "./limit-headers.ts";

const ONE_FILTER = "One of them at a time.";

const names = (what: string) =>
  z
    .string()
    .optional()
    .meta({
      description: `Up to 100 ${what}, comma-separated or repeated: answers a bare array, in this order, each record once.`,
    });
const search = (what: string) =>
  z
    .string()
    .min(2)
    .max(255)
    .optional()
    .meta({ description: `The beginning of ${what}; case and accents of names don't matter. ${ONE_FILTER}` });

const contactFilters = {
  idsOrEmails: names("ids or e-mails"),
  search: search("an e-mail, of the full name or of the last name"),
  email: z.string().optional().meta({ description: "Any of its e-mails." }),
  companyId: z.string().optional().meta({ description: "The company that it is linked to." }),
  companyDomain: z.string().optional().meta({ description: "The same, by one of its domains." }),
  companyLinkedinUrl: z.string().optional().meta({ description: "The same, by its LinkedIn URL." }),
};
const companyFilters = {
  idsOrDomains: names("ids or domains"),
  search: search("a domain or of the name"),
};

const pages = {
  limit: z.int().min(1).max(LIMIT_MAX).optional().meta({ description: "100 by default." }),
  cursor: z
    .string()
    .optional()
    .meta({ description: "`nextCursor` of the page before: goes as deep as there are records." }),
};
const offset = z
  .int()
  .min(0)
  .optional()
  .meta({ description: "At most 100,000, and 10,000 with a filter; further on, use `cursor`." });

const EXPORT_HEADERS = {
  "X-Request-Id": z.string(),
  ...limitHeaders,
  "Content-Disposition": z.string().meta({ description: "An attachment, with a file name." }),
};

/** `GET /api/contacts` or `GET /api/companies`. */
export function listOperation(area: "contacts" | "companies"): ZodOpenApiOperationObject {
  const isContacts = area === "contacts";
  const schema = isContacts
    ? z.union([ContactList, z.array(Contact)])
    : z.union([CompanyList, z.array(Company)]);
  return {
    operationId: isContacts ? "listContacts" : "listCompanies",
    summary: `List, search or look up ${area}`,
    description:
      "Oldest first; a search by what matches. Pages by `cursor` don't shift while records are added. A page can be " +
      "shorter than its limit, in a search and where its records are large (about 4 MiB): `nextCursor` goes on behind " +
      "its last one.",
    requestParams: {
      query: z.object({ ...(isContacts ? contactFilters : companyFilters), ...pages, offset }),
    },
    responses: {
      "200": answer("A page, or a bare array where records were named.", schema),
      ...errors(
        "INVALID_REQUEST",
        ...(isContacts
          ? (["INVALID_EMAIL", "INVALID_COMPANY_ID", "INVALID_DOMAIN", "INVALID_LINKEDIN_URL"] as const)
          : []),
      ),
    },
  };
}

/** `GET /api/contacts/export` or `GET /api/companies/export`. */
export function exportOperation(area: "contacts" | "companies"): ZodOpenApiOperationObject {
  const isContacts = area === "contacts";
  return {
    operationId: isContacts ? "exportContacts" : "exportCompanies",
    summary: `Download ${area} as CSV or NDJSON`,
    description:
      "Streamed, each record as it is when it is reached. A connection that breaks off means that the file isn't whole. In CSV, texts that a spreadsheet would take " +
      "for a formula start with an apostrophe.",
    requestParams: {
      query: z.object({
        format: z
          .enum(["csv", "ndjson"])
          .optional()
          .meta({ description: "By default what `Accept` asks for, else CSV." }),
        ...(isContacts ? contactFilters : companyFilters),
      }),
    },
    responses: {
      "200": {
        description: "All that match.",
        headers: z.object(EXPORT_HEADERS),
        content: {
          "text/csv": { schema: z.string() },
          "application/x-ndjson": {
            schema: z.string().meta({ description: `A ${isContacts ? "Contact" : "Company"} a line.` }),
          },
        },
      },
      ...errors(
        "INVALID_REQUEST",
        ...(isContacts
          ? (["INVALID_EMAIL", "INVALID_COMPANY_ID", "INVALID_DOMAIN", "INVALID_LINKEDIN_URL"] as const)
          : []),
      ),
    },
  };
}

/** `GET /api/contacts/{idOrEmail}/history`, and of a company. */
export function historyOperation(area: "contacts" | "companies"): ZodOpenApiOperationObject {
  const isContacts = area === "contacts";
  const id = z.string().meta({ description: `An id, or any of the ${isContacts ? "e-mails" : "domains"}.` });
  return {
    operationId: isContacts ? "getContactHistory" : "getCompanyHistory",
    summary: `Read what happened to a ${isContacts ? "contact" : "company"}`,
    description:
      "Newest first, as long as results of jobs are kept; with what happened to records that were merged into it.",
    requestParams: {
      path: isContacts ? z.object({ idOrEmail: id }) : z.object({ idOrDomain: id }),
      query: z.object(pages),
    },
    responses: {
      "200": answer("A page of it.", History, contentLocation),
      ...errors("INVALID_REQUEST", "NOT_FOUND"),
    },
  };
}
