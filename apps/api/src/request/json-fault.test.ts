import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonFault } from "./json-fault.ts";

test.each([
  ['{"email": "jane@example.com",}', "character 30: property name expected"],
  ['{"email" "jane@example.com"}', "character 10: colon expected"],
  ['{"a": 1 "b": 2}', "character 9: comma expected"],
  ['{\n  "a": abc\n}', "line 2, character 8: invalid symbol"],
  ['{"a": 1', "character 8: close brace expected"],
  ["", "character 1: value expected"],
  ["{} x", "character 4: invalid symbol"],
  ['{"a": "\u0001"}', "character 7: invalid character"],
  ["{'a': 1}", "character 2: invalid symbol"],
  ["// a\n{}", expect.stringContaining("invalid comment token")],
])("%j: %s", (text, fault) => {
  expect(jsonFault(text)).toEqual(fault);
});

test("one that is nested without end is told as such", () => {
  expect(jsonFault("[".repeat(200_000))).toBe("it is nested too deeply");
});

test("a text has a fault if and only if V8 can't read it", () => {
  const cut = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "x", '"', "\n", "1"))
    .map(
      ([text, at, insert]) =>
        text.slice(0, at % (text.length + 1)) + insert + text.slice(at % (text.length + 1)),
    );
  fc.assert(
    fc.property(fc.oneof(fc.json(), cut), (text) => {
      let isValid = true;
      try {
        JSON.parse(text);
      } catch {
        isValid = false;
      }
      expect(jsonFault(text) === undefined).toBe(isValid);
    }),
  );
});
