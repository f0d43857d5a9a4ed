import fc from "fast-check";
import { expect, test } from "vitest";
import { ApiError } from "../errors/api-error.ts";
import { parseJson } from "./parse-json.ts";

test.each([
  "",
  "{",
  "[]",
  '"text"',
  "null",
  '{"__proto__":{}}',
  '{"\\u005f_proto__":1}',
  '{"constructor":1}',
  '{"a":{"prototype":1}}',
  '{"a":[{"constructor":{"prototype":{}}}]}',
  `{"a":${"[".repeat(9)}${"]".repeat(9)}}`,
  `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
  // These have too many members of any kind, and accents that would take seconds to sort.
  JSON.stringify(Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`k${n}`, 1]))),
  JSON.stringify({ scopes: Array.from({ length: 1_001 }, () => 1) }),
  JSON.stringify({ note: `a${"\u0301\u0316".repeat(16)}` }),
  JSON.stringify({ note: [`a${"\u0301\u0316".repeat(16)}`] }),
  JSON.stringify({ [`a${"\u0301\u0316".repeat(16)}`]: 1 }),
])("refuses %.40s", (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: "INVALID_JSON" }));
});

test("gives any other object as JSON.parse does, or is an ApiError", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      try {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
    }),
  );
});
