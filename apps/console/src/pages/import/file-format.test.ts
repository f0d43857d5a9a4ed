import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatOf, mapOf } from "./file-format.ts";

test.each([
  ["people.csv", "text/csv", false, true],
  ["People.TSV", "text/tab-separated-values", false, true],
  ["people.csv.gz", "text/csv", true, true],
  ["people.ndjson", "application/x-ndjson", false, false],
  ["people.json.gz", "application/json", true, false],
  ["export", "text/csv", false, true],
  ["export.constructor", "text/csv", false, true],
])("%s is sent as %s", (name, type, isGzip, isPreviewed) => {
  expect(formatOf(name)).toEqual({ type, isGzip, isPreviewed });
});

test("every name has a type", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(formatOf(name).type).toMatch(/^(text|application)\//);
    }),
  );
});

test("a column is mapped by its header, and left out by no field", () => {
  expect(mapOf({ "E-mail": "email", "a:b": "" })).toEqual(["E-mail:email", "a:b:"]);
});
