import { ENTITIES } from "@onefold/contract";
import type { Entity, ErrorCode } from "@onefold/contract";
import {
  canonicalDomain,
  canonicalEmail,
  canonicalLinkedinCompany,
  companyDefinition,
  isId,
} from "@onefold/identity";
import type { RecordFilter, RecordName } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { isStorable } from "../validate/clean-text.ts";
import type { AppContext } from "./app-env.ts";
import { recordNameOf } from "./record-name.ts";

/** What a list or an export shows: records by name, or those that a filter lets through. */
export type Selection =
  | { readonly kind: "names"; readonly names: readonly RecordName[] }
  | { readonly kind: "filter"; readonly filter: RecordFilter };

const NAMES_MAX = 100;
const SEARCH_MIN = 2;
const SEARCH_MAX = 255;

const names = (what: string) =>
  z
    .string()
    .optional()
    .meta({
      description: `Up to ${NAMES_MAX} ${what}, comma-separated or repeated: answers a bare array, in this order, each record once.`,
    });
const search = (what: string) =>
  z
    .string()
    .min(SEARCH_MIN)
    .max(SEARCH_MAX)
    .optional()
    .meta({
      description: `The beginning of ${what}; case and accents of names don't matter. One of them at a time.`,
    });
const oneValue = (description: string) => z.string().optional().meta({ description });

/** The query parameters that choose records: one of them at a time. */
export const SELECTION_QUERY = {
  contact: {
    idsOrEmails: names("ids or e-mails"),
    search: search("an e-mail, of the full name or of the last name"),
    email: oneValue("Any of its e-mails."),
    companyId: oneValue("The company that it is linked to."),
    companyDomain: oneValue("The same, by one of its domains."),
    companyLinkedinUrl: oneValue("The same, by its LinkedIn URL."),
  },
  company: {
    idsOrDomains: names("ids or domains"),
    search: search("a domain or of the name"),
  },
} as const;

/** The errors of a selection. */
export const SELECTION_ERRORS = {
  contact: [
    "INVALID_REQUEST",
    "INVALID_EMAIL",
    "INVALID_COMPANY_ID",
    "INVALID_DOMAIN",
    "INVALID_LINKEDIN_URL",
  ],
  company: ["INVALID_REQUEST"],
} as const satisfies Record<Entity, readonly ErrorCode[]>;

/** Reads a filter's value. */
type ReadFilter = (value: string) => RecordFilter;

const FILTERS: Readonly<Record<Entity, Readonly<Record<string, ReadFilter>>>> = {
  contact: {
    search: readSearch,
    email: (value) => ({ kind: "named", name: { identifier: { kind: "email", value: readEmail(value) } } }),
    companyId: (value) => ({ kind: "company", company: { recordId: readCompanyId(value) } }),
    companyDomain: (value) => ({
      kind: "company",
      company: { identifier: { kind: "domain", value: readDomain(value) } },
    }),
    companyLinkedinUrl: (value) => ({
      kind: "company",
      company: { identifier: { kind: "linkedin", value: readLinkedin(value) } },
    }),
  },
  company: { search: readSearch },
};

/** @throws ApiError with the code of the value that can't be read, or INVALID_REQUEST */
export function readSelection(c: AppContext, entity: Entity): Selection {
  const given = Object.keys(SELECTION_QUERY[entity]).filter((name) => c.req.queries(name) !== undefined);
  const [only, ...more] = given;
  if (only === undefined) return { kind: "filter", filter: { kind: "all" } };
  if (more.length > 0) throw invalid(`${given.join(" and ")} can't be combined: give one of them.`);
  if (only === ENTITIES[entity].words.namesQuery) return { kind: "names", names: readNames(c, entity) };
  const values = c.req.queries(only) ?? [];
  const [value = ""] = values;
  if (values.length > 1 || value.trim() === "" || !isStorable(value))
    throw invalid(`The query parameter ${only} takes one value.`);
  const read = FILTERS[entity][only];
  return { kind: "filter", filter: read ? read(value) : { kind: "all" } };
}

/** What is no id and no key names nothing, and is left out like what isn't there. */
function readNames(c: AppContext, entity: Entity): RecordName[] {
  const parameter = ENTITIES[entity].words.namesQuery;
  const given = (c.req.queries(parameter) ?? [])
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
  if (given.length === 0 || given.length > NAMES_MAX)
    throw invalid(`The query parameter ${parameter} takes 1 to ${NAMES_MAX}, comma-separated or repeated.`);
  return given.flatMap((value) => recordNameOf(entity, value) ?? []);
}

function readSearch(value: string): RecordFilter {
  const text = value.normalize("NFC").trim();
  const length = Array.from(text).length;
  if (length < SEARCH_MIN || length > SEARCH_MAX)
    throw invalid(`The query parameter search takes ${SEARCH_MIN} to ${SEARCH_MAX} characters.`);
  return { kind: "search", text };
}

function readEmail(value: string): string {
  return canonicalEmail(value) ?? refuse("INVALID_EMAIL", "email must be an e-mail address.");
}

function readCompanyId(value: string): string {
  const id = value.trim();
  if (isId(companyDefinition.idPrefix, id)) return id;
  return refuse("INVALID_COMPANY_ID", "companyId must be an id such as cpn_Nx4qJwS0dV2bTzK8m.");
}

function readDomain(value: string): string {
  return canonicalDomain(value) ?? refuse("INVALID_DOMAIN", "companyDomain must be a domain.");
}

function readLinkedin(value: string): string {
  const message = "companyLinkedinUrl must be the LinkedIn page of a company.";
  return canonicalLinkedinCompany(value) ?? refuse("INVALID_LINKEDIN_URL", message);
}

function refuse(code: ErrorCode, message: string): never {
  throw new ApiError(code, message);
}

function invalid(message: string): ApiError {
  return new ApiError("INVALID_REQUEST", message);
}
