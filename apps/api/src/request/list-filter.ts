import type { Entity, ErrorCode } from "@onefold/contract";
import {
  canonicalDomain,
  canonicalEmail,
  canonicalLinkedinCompany,
  companyDefinition,
  isId,
} from "@onefold/identity";
import type { RecordFilter, RecordName } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { isStorable } from "../validate/clean-text.ts";
import type { AppContext } from "./app-env.ts";
import { recordNameOf } from "./record-name.ts";

/** What a list or an export shows: records by name, or those that a filter lets through. */
export type Selection =
  | { readonly kind: "names"; readonly names: readonly RecordName[] }
  | { readonly kind: "filter"; readonly filter: RecordFilter };

/** Reads a filter's value. */
type ReadFilter = (value: string) => RecordFilter;

const NAMES = { contact: "idsOrEmails", company: "idsOrDomains" } as const;
const NAMES_MAX = 100;

/** The query parameters that choose records: one of them at a time. */
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

export function selectionParameters(entity: Entity): string[] {
  return [NAMES[entity], ...Object.keys(FILTERS[entity])];
}

/** @throws ApiError with the code of the value that can't be read, or INVALID_REQUEST */
export function readSelection(c: AppContext, entity: Entity): Selection {
  const given = selectionParameters(entity).filter((name) => c.req.queries(name) !== undefined);
  const [only, ...more] = given;
  if (only === undefined) return { kind: "filter", filter: { kind: "all" } };
  if (more.length > 0) throw invalid(`${given.join(" and ")} can't be combined: give one of them.`);
  if (only === NAMES[entity]) return { kind: "names", names: readNames(c, entity) };
  const values = c.req.queries(only) ?? [];
  const [value = ""] = values;
  if (values.length > 1 || value.trim() === "" || !isStorable(value))
    throw invalid(`The query parameter ${only} takes one value.`);
  const read = FILTERS[entity][only];
  return { kind: "filter", filter: read ? read(value) : { kind: "all" } };
}

/** What is no id and no key names nothing, and is left out like what isn't there. */
function readNames(c: AppContext, entity: Entity): RecordName[] {
  const parameter = NAMES[entity];
  const given = (c.req.queries(parameter) ?? [])
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
  if (given.length === 0 || given.length > NAMES_MAX)
    throw invalid(`The query parameter ${parameter} takes 1 to ${NAMES_MAX}, comma-separated or repeated.`);
  return given.flatMap((value) => recordNameOf(entity, value) ?? []);
}

const SEARCH_MIN = 2;
const SEARCH_MAX = 255;

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
