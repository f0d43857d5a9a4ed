import fc from "fast-check";
import { expect, test } from "vitest";
import { distanceWithin, nearestName } from "./nearest-name.ts";

/** Computes the distance by every cell of the table. */
function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

test("the distance is the true one as far as it is asked for", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.nat(6), (a, b, max) => {
      const true_ = levenshtein(a, b);
      expect(distanceWithin(a, b, max)).toBe(true_ <= max ? true_ : Infinity);
    }),
    { numRuns: 2_000 },
  );
});

test("it costs the length times what it is asked for, not the product of the lengths", () => {
  let looks = 0;
  const counted = new Proxy<ArrayLike<string>>(
    { length: 2_000 },
    {
      get(target, name) {
        if (name === "length") return target.length;
        looks++;
        return "a";
      },
    },
  );
  expect(distanceWithin(counted, counted, 4)).toBe(0);
  expect(looks).toBeLessThan(2_000 * 10);
  looks = 0;
  const other = "b".repeat(2_000);
  expect(distanceWithin(counted, other, 4)).toBe(Infinity);
  expect(looks).toBeLessThan(100);
});

test.each([
  ["emial", "email"],
  ["emal", "email"],
  ["fristname", "firstname"],
  ["frstnme", "firstname"],
  ["name", "firstname"],
  ["firstname", "firstname"],
  ["status", undefined],
  ["foo", undefined],
  ["bar", undefined],
])("%s may have been %s", (given, name) => {
  expect(nearestName(given, ["email", "firstname", "lastname", "state", "photo", "bio", "city"])).toBe(name);
});

test("a name that is longer than any misspelling is compared with none", () => {
  const names = { [Symbol.iterator]: () => expect.unreachable("compared") };
  expect(nearestName("x".repeat(1_000), names)).toBeUndefined();
  // A name that is this long isn't looked through for a part of it either.
  expect(nearestName("x".repeat(50), ["x".repeat(60)])).toBeDefined();
  expect(nearestName("x".repeat(50), ["x".repeat(61)])).toBeUndefined();
});
