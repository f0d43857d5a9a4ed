import fc from "fast-check";
import { expect, test } from "vitest";
import { selectFields } from "./selected-fields.ts";

const name = fc.constantFrom("_id", "domain", "fields", "name", "industry", "constructor");
const record = fc.record({
  _id: fc.string(),
  domain: fc.string(),
  fields: fc.dictionary(fc.constantFrom("name", "industry"), fc.string()),
});
const path = fc.oneof(
  name,
  name.map((each) => `fields.${each}`),
);

test("what is named is as it was, and nothing else is there", () => {
  fc.assert(
    fc.property(record, fc.uniqueArray(path), (whole, paths) => {
      const named = new Set(paths);
      const selected = selectFields(whole, named);
      for (const each of ["_id", "domain"] as const)
        expect(selected[each]).toBe(named.has(each) ? whole[each] : undefined);
      const fields = Object.entries(whole.fields).filter(
        ([field]) => named.has("fields") || named.has(`fields.${field}`),
      );
      expect(selected["fields"] ?? {}).toEqual(Object.fromEntries(fields));
      expect(Object.keys(whole)).toEqual(expect.arrayContaining(Object.keys(selected)));
    }),
  );
});
