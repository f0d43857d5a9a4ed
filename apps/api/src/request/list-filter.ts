import { ENTITIES, forEachEntity } from "@onefold/contract";
import type { Entity, ErrorCode } from "@onefold/contract";
import { companyDefinition, definitionOf, isId, readIdentifier } from "@onefold/identity";
import type { IdentifierDefinition } from "@onefold/identity";
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
      description: `The beginning of ${what}; case and accents of names don't matter. One of them at a time.`,
    });
const oneValue = (description: string) => z.string().optional().meta({ description });

/** The query parameters that choose records. A request has one of them at most. */
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
  },
  company: {
    idsOrDomains: names("ids, domains or URLs", "a page of them"),
    search: search("a domain, of the name, or of the name in a LinkedIn URL"),
    domain: oneValue("Any of its domains."),
    linkedinUrl: oneValue("Its LinkedIn URL, in any spelling."),
    linkedinUrlSalesNav: oneValue("Its Sales Navigator URL, in any spelling."),
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
  ],
  company: ["INVALID_REQUEST", "INVALID_DOMAIN", "INVALID_LINKEDIN_URL"],
} as const satisfies Record<Entity, readonly ErrorCode[]>;

/** Reads a filter's value. */
type ReadFilter = (value: string) => RecordFilter;

const FILTERS = forEachEntity((entity): Readonly<Record<string, ReadFilter>> => ({
  search: readSearch,
  ...byIdentifiers(entity),
  ...byLink(entity),
}));

/** Gives a filter for each identifier of an entity, by its field. */
function byIdentifiers(entity: Entity): Record<string, ReadFilter> {
  return Object.fromEntries(
    definitionOf(entity).identifiers.map((asked): [string, ReadFilter] => [
      asked.field,
      (value) => ({ kind: "named", name: readName(asked, asked.field, value) }),
    ]),
  );
}

/** Gives a filter for each way to name the record that others are linked to. */
function byLink(entity: Entity): Record<string, ReadFilter> {
  const { link } = definitionOf(entity);
  if (!link) return {};
  const { identifiers } = definitionOf(link.to);
  return Object.fromEntries(
    Object.entries(link.by).map(([parameter, kind]): [string, ReadFilter] => {
      const asked = identifiers.find((identifier) => identifier.kind === kind);
      return [
        parameter,
        (value) => ({
          kind: "company",
          company: asked ? readName(asked, parameter, value) : { recordId: readCompanyId(value) },
        }),
      ];
    }),
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

function readSearch(value: string): RecordFilter {
  const text = value.normalize("NFC").trim();
  const length = Array.from(text).length;
  if (length < SEARCH_MIN || length > SEARCH_MAX)
    throw invalid(`The query parameter search takes ${SEARCH_MIN} to ${SEARCH_MAX} characters.`);
  return { kind: "search", text };
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
