import type { Identifier, IdentifierKind } from "@onefold/contract";
import { expect, test } from "vitest";
import { contradicts } from "./contradicts.ts";

const own = (...kinds: IdentifierKind[]): Pick<Identifier, "kind">[] => kinds.map((kind) => ({ kind }));

test.each([
  ["two LinkedIn profiles are two people", ["linkedin"], ["linkedin"], true],
  ["two Sales Navigator ids are two people", ["salesNav"], ["salesNav"], true],
  ["one of several kinds is enough", ["email", "linkedin"], ["salesNav", "email", "linkedin"], true],
  ["one person can have two addresses", ["email"], ["email", "email"], false],
  ["one company can have two domains", ["domain"], ["domain"], false],
  ["a profile and an id can be one person's", ["email", "linkedin"], ["email", "salesNav"], false],
  ["who has neither contradicts nobody", ["email"], ["email", "linkedin", "salesNav"], false],
  ["who has nothing contradicts nobody", [], ["linkedin"], false],
] as const)("%s", (_, a, b, expected) => {
  expect(contradicts(own(...a), own(...b))).toBe(expected);
  expect(contradicts(own(...b), own(...a))).toBe(expected);
});
