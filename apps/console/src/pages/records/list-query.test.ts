import fc from "fast-check";
import { expect, test } from "vitest";
import { apiQueryOf, FILTERS, readListQuery, writeListQuery } from "./list-query.ts";

const query = fc.record({
  search: fc.string(),
  filter: fc.option(fc.constantFrom(...FILTERS.contact.map(([parameter]) => parameter)), { nil: undefined }),
  value: fc.string(),
  oldestFirst: fc.boolean(),
  cursor: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
});

test("an address leads back to the list that it was written for", () => {
  fc.assert(
    fc.property(query, (list) => {
      const told = list.filter === undefined ? { ...list, value: "" } : list;
      const address = new URLSearchParams(writeListQuery(told).toString());
      expect(readListQuery("contact", address)).toEqual(told);
    }),
  );
});

test("the API is asked for what it takes: no short search, no order of a search alone, no empty filter", () => {
  fc.assert(
    fc.property(query, (list) => {
      const asked: Record<string, unknown> = apiQueryOf(list);
      if (asked["search"] !== undefined) expect(asked["search"]).toMatch(/^[^]{2,}$/);
      if (list.filter !== undefined && list.filter in asked) expect(asked[list.filter]).not.toBe("");
      const isAlone = "search" in asked && !(list.filter !== undefined && list.filter in asked);
      expect(isAlone && "sortOrder" in asked).toBe(false);
    }),
  );
});
