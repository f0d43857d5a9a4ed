import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHot, MIXES, personOf } from "./mixes.ts";
import type { Mix } from "./mixes.ts";

const KNOWN = 20_000;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript's keys() forgets the names
const NAMES = Object.keys(MIXES) as Mix[];

describe("a mix", () => {
  test.each<[Mix, number]>([
    ["usual", 20],
    ["new", 0],
    ["known", 80],
    ["hot", 50],
    ["identifiers", 20],
    ["links", 20],
  ])("%s: %s % of its rows are about people who are known", (mix, percent) => {
    const rows = Array.from({ length: 1_000 }, (_, n) => personOf(mix, n, KNOWN));
    expect(rows.filter((person) => person < KNOWN)).toHaveLength(percent * 10);
  });

  test("creates nobody twice, and keeps the rows about one known person apart, but for the hot ones", () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.nat(10_000_000), (mix, first) => {
        const rows = Array.from({ length: 2_000 }, (_, n) => personOf(mix, first + n, KNOWN));
        const apart = rows.filter((person) => !isHot(mix, person));
        expect(new Set(apart).size).toBe(apart.length);
      }),
    );
  });

  test("that is hot is about a hundred people, several times at the same moment", () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => personOf("hot", n, KNOWN));
    const hot = rows.filter((person) => isHot("hot", person));
    expect(new Set(hot).size).toBe(100);
    for (let first = 0; first + 128 <= rows.length; first += 128) {
      const moment = rows.slice(first, first + 128).filter((person) => isHot("hot", person));
      expect(new Set(moment).size).toBeLessThan(moment.length);
    }
  });
});
