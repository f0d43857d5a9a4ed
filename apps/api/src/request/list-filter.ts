import { ENTITIES, forEachEntity } from "@onefold/contract";
import type { Entity, ErrorCode } from "@onefold/contract";
import { companyDefinition, definitionOf, isId, readIdentifier } from "@onefold/identity";
import type { IdentifierDefinition } from "@onefold/identity";
import type { RecordFilter, RecordName } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { isStorable } from "../validate/clean-text.ts";
import type { AppContext } from "./app-env.ts";
import { flag, queryFlag } from "./query.ts";
import { recordNameOf } from "./record-name.ts";

/** What a list or an export shows: records by name, or those that a filter lets through. */
export type Selection =
  | { readonly kind: "names"; readonly names: readonly RecordName[] }
  | { readonly kind: "filter"; readonly filter: RecordFilter };

const NAMES_MAX = 100;
const SEARCH_MIN = 2;
const SEARCH_MAX = 255;

const names = (what: string, answered: string) =>
  z
    .string()
    .optional()
    .meta({
      description: `Up to ${NAMES_MAX} ${what}, comma-separated or repeated: answers ${answered}, in this order, each record once.`,
    });
const search = (what: string) =>
  z
    .string()
    .min(SEARCH_MIN)
    .max(SEARCH_MAX)
    .optional()
    .meta({
      description: `The beginning of ${what}; case and accents of names don't matter.`,
    });
const oneValue = (description: string) => z.string().optional().meta({ description });

/** What no record has here, and lemlist's clients ask for. */
const ofNone = (description: string) => oneValue(`${description} There is none here, so nothing is found.`);

/** The query parameters that choose records. They can be combined, but names of records stand alone. */
export const SELECTION_QUERY = {
  contact: {
    idsOrEmails: names("ids, e-mails or URLs", "a bare array, whatever `limit` and `offset` say"),
    search: search("an e-mail, of the full name, of the last name, or of the name in a LinkedIn URL"),
    email: oneValue("Any of its e-mails."),
    linkedinUrl: oneValue("Its LinkedIn URL, in any spelling."),
    linkedinUrlSalesNav: oneValue("Its Sales Navigator URL, in any spelling."),
    companyId: oneValue("The company that it is linked to."),
    companyDomain: oneValue("The same, by one of its domains."),
    companyLinkedinUrl: oneValue("The same, by its LinkedIn URL."),
    companySalesnavUrl: oneValue("The same, by its Sales Navigator URL."),
    listId: oneValue("`all`: there are no lists of contacts here, so another one is not found."),
    notInAnyCampaign: flag("Either way all contacts: there are no campaigns here."),
    fieldRejectionReason: ofNone("Why enrichment or a CRM gave a value that wasn't taken."),
  },
  company: {
    idsOrDomains: names("ids, domains or URLs", "a page of them"),
    search: search("a domain, of the name, or of the name in a LinkedIn URL"),
    domain: oneValue("Any of its domains."),
    linkedinUrl: oneValue("Its LinkedIn URL, in any spelling."),
    linkedinUrlSalesNav: oneValue("Its Sales Navigator URL, in any spelling."),
    crmSyncStatus: ofNone("How it is synced with a CRM."),
    fieldRejectionReason: ofNone("Why enrichment or a CRM gave a value that wasn't taken."),
  },
} as const;

/** The codes that a selection can be refused with. */
export const SELECTION_ERRORS = {
  contact: [
    "INVALID_REQUEST",
    "INVALID_EMAIL",
    "INVALID_COMPANY_ID",
    "INVALID_DOMAIN",
    "INVALID_LINKEDIN_URL",
    "NOT_FOUND",
  ],
  company: ["INVALID_REQUEST", "INVALID_DOMAIN", "INVALID_LINKEDIN_URL"],
} as const satisfies Record<Entity, readonly ErrorCode[]>;

/** What a record has to be, as one parameter or several say it. */
interface Wanted {
  readonly names?: readonly RecordName[];
  readonly company?: RecordName;
  readonly text?: string;
  /** No record is so. */
  readonly isNone?: true;
}

/** Reads a filter's value. */
type ReadFilter = (value: string) => Wanted;

const FILTERS = forEachEntity((entity): Readonly<Record<string, ReadFilter>> => ({
  search: (value) => ({ text: readSearch(value) }),
  listId: readListId,
  notInAnyCampaign: () => ({}),
  fieldRejectionReason: () => ({ isNone: true }),
  crmSyncStatus: () => ({ isNone: true }),
  ...byIdentifiers(entity),
  ...byLink(entity),
}));

/** Gives a filter for each identifier of an entity, by its field. */
function byIdentifiers(entity: Entity): Record<string, ReadFilter> {
  return Object.fromEntries(
    definitionOf(entity).identifiers.map((asked): [string, ReadFilter] => [
      asked.field,
      (value) => ({ names: [readName(asked, asked.field, value)] }),
    ]),
  );
}

/** Gives a filter for each way to name the record that others are linked to. */
function byLink(entity: Entity): Record<string, ReadFilter> {
  const { link } = definitionOf(entity);
  if (!link) return {};
  const { identifiers } = definitionOf(link.to);
  return Object.fromEntries(
    Object.entries({ ...link.by, companySalesnavUrl: "salesNav" }).map(
      ([parameter, kind]): [string, ReadFilter] => {
        const asked = identifiers.find((identifier) => identifier.kind === kind);
        return [
          parameter,
          (value) => ({
            company: asked ? readName(asked, parameter, value) : { recordId: readCompanyId(value) },
          }),
        ];
      },
    ),
  );
}

/**
 * Reads an identifier. A page of another kind is taken as well as one of the kind that is asked for.
 * @throws ApiError with the identifier's code
 */
function readName(asked: IdentifierDefinition, parameter: string, value: string): RecordName {
  const alike = definitionOf(asked.entity).identifiers.filter(
    ({ looksLike }) => looksLike === asked.looksLike,
  );
  const identifier = readIdentifier({ identifiers: alike }, value);
  if (identifier) return { identifier };
  throw new ApiError(asked.code, `${parameter} must be ${asked.expected}.`);
}

/** @throws ApiError with the code of the value that can't be read, or INVALID_REQUEST */
export function readSelection(c: AppContext, entity: Entity): Selection {
  const given = Object.keys(SELECTION_QUERY[entity]).filter((name) => c.req.queries(name) !== undefined);
  const { namesQuery } = ENTITIES[entity].words;
  if (given.includes(namesQuery)) {
    if (given.length > 1) throw invalid(`${given.join(" and ")} can't be combined: give one of them.`);
    return { kind: "names", names: readNames(c, entity) };
  }
  const companies = given.filter((name) => name.startsWith("company"));
  if (companies.length > 1) throw invalid(`${companies.join(" and ")} can't be combined: give one of them.`);
  const wanted = given.map((name) => readWanted(c, entity, name));
  return { kind: "filter", filter: filterOf(wanted) };
}

function readWanted(c: AppContext, entity: Entity, parameter: string): Wanted {
  const values = c.req.queries(parameter) ?? [];
  const [value = ""] = values;
  if (values.length > 1 || value.trim() === "" || !isStorable(value))
    throw invalid(`The query parameter ${parameter} takes one value.`);
  if (parameter === "notInAnyCampaign") queryFlag(c, parameter);
  return FILTERS[entity][parameter]?.(value) ?? {};
}

/** Gives the filter that starts from what names the fewest records; the others are asked of each. */
function filterOf(wanted: readonly Wanted[]): RecordFilter {
  const named = wanted.flatMap((each) => each.names ?? []);
  const { company, text, isNone }: Wanted = Object.assign({}, ...wanted);
  if (isNone) return { kind: "none" };
  const found = text === undefined ? {} : { text };
  if (named.length > 0) return { kind: "named", names: named, ...(company && { company }), ...found };
  if (company) return { kind: "company", company, ...found };
  return text === undefined ? { kind: "all" } : { kind: "search", text };
}

/** A text that is no id and no identifier names nothing. It is left out, as a record that isn't there is. */
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

/** @throws ApiError NOT_FOUND for a list of contacts: there are none */
function readListId(value: string): Wanted {
  return value === "all"
    ? {}
    : refuse("NOT_FOUND", "There is no such list of contacts: there are none here.");
}

function readSearch(value: string): string {
  const text = value.normalize("NFC").trim();
  const length = Array.from(text).length;
  if (length < SEARCH_MIN || length > SEARCH_MAX)
    throw invalid(`The query parameter search takes ${SEARCH_MIN} to ${SEARCH_MAX} characters.`);
  return text;
}

function readCompanyId(value: string): string {
  const id = value.trim();
  if (isId(companyDefinition.idPrefix, id)) return id;
  return refuse("INVALID_COMPANY_ID", "companyId must be an id such as cpn_Nx4qJwS0dV2bTzK8m.");
}

function refuse(code: ErrorCode, message: string): never {
  throw new ApiError(code, message);
}

function invalid(message: string): ApiError {
  return new ApiError("INVALID_REQUEST", message);
}
