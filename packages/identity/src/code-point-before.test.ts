import * as fc from "fast-check";
import { expect, test } from "vitest";
import { codePointBefore } from "./code-point-before.ts";

test("it is the code point that one reads last up to there, be it a whole pair or half of one", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\uffff", "👍", "\ud83d", "\udc4d") });
  fc.assert(
    fc.property(text, (before) => {
      expect(codePointBefore(`${before} behind`, before.length)).toBe([...before].at(-1) ?? "");
    }),
  );
});
