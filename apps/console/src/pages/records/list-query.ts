import type { Entity } from "./entities.ts";

/** What the lists can be narrowed to, besides a search: the API's query parameter and what it is called. */
export const FILTERS: Readonly<Record<Entity, readonly (readonly [parameter: string, name: string])[]>> = {
  contact: [
    ["email", "E-mail is"],
    ["linkedinUrl", "LinkedIn URL is"],
    ["linkedinUrlSalesNav", "Sales Navigator URL is"],
    ["companyDomain", "Company's domain is"],
    ["companyLinkedinUrl", "Company's LinkedIn URL is"],
    ["companyId", "Company's id is"],
  ],
  company: [
    ["domain", "Domain is"],
    ["linkedinUrl", "LinkedIn URL is"],
    ["linkedinUrlSalesNav", "Sales Navigator URL is"],
  ],
};

export const PAGE_SIZE = 50;
/** The API searches by no less. */
export const SEARCH_MIN = 2;

/** What a list shows, as its page's address says it. */
export interface ListQuery {
  readonly search: string;
  readonly filter: string | undefined;
  readonly value: string;
  /** The API's default is the oldest first. A search has its own order. */
  readonly oldestFirst: boolean;
  readonly cursor: string | undefined;
}

/** Reads an address. What isn't known in it is left out. */
export function readListQuery(entity: Entity, address: URLSearchParams): ListQuery {
  const filter = FILTERS[entity].find(([parameter]) => address.has(parameter))?.[0];
  return {
    search: address.get("search") ?? "",
    filter,
    value: filter === undefined ? "" : (address.get(filter) ?? ""),
    oldestFirst: address.get("order") === "asc",
    cursor: address.get("cursor") ?? undefined,
  };
}

/** Writes the address that `readListQuery` reads. What is usual isn't said. */
export function writeListQuery({ search, filter, value, oldestFirst, cursor }: ListQuery): URLSearchParams {
  return new URLSearchParams({
    ...(search !== "" && { search }),
    ...(filter !== undefined && { [filter]: value }),
    ...(oldestFirst && { order: "asc" }),
    ...(cursor !== undefined && { cursor }),
  });
}

/** Gives the query that the API is asked. */
export function apiQueryOf({ search, filter, value, oldestFirst, cursor }: ListQuery) {
  const text = search.trim();
  const isSearched = text.length >= SEARCH_MIN;
  const isFiltered = filter !== undefined && value.trim() !== "";
  return {
    limit: PAGE_SIZE,
    ...(isSearched && { search: text }),
    ...(isFiltered && { [filter]: value.trim() }),
    // What a search alone finds comes in the order of what matches.
    ...((!isSearched || isFiltered) && !oldestFirst && { sortOrder: "desc" }),
    ...(cursor !== undefined && { cursor }),
  };
}
