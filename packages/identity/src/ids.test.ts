import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isId, newId } from "./ids.ts";

test("ids are a prefix and 17 letters and digits, and never the same", () => {
  const ids = Array.from({ length: 5_000 }, () => newId("ctc_"));
  for (const id of ids) expect(id).toMatch(/^ctc_[0-9A-Za-z]{17}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every digit comes up as often as every other", () => {
  const counts = new Map<string, number>();
  const ids = 20_000;
  for (let i = 0; i < ids; i += 1)
    for (const digit of newId("")) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  expect(counts.size).toBe(62);
  const expected = (ids * 17) / 62;
  // This is chi-squared with 61 degrees of freedom, which is above 140 once in 10^7 runs. If the last 8 byte values
  // weren't rejected, it would be about 2,200.
  const chi2 = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(chi2).toBeLessThan(140);
});

test("isId takes what newId makes, and nothing else", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("ctc_", "cpn_", "usr_"),
      fc.constantFrom("", "x", "_", "é", "\n", " "),
      (prefix, more) => {
        const id = newId(prefix);
        expect(isId(prefix, id)).toBe(true);
        expect(isId("tea_", id)).toBe(false);
        if (more !== "") expect(isId(prefix, id + more)).toBe(false);
        if (more !== "" && more !== "x") expect(isId(prefix, id.slice(0, -1) + more)).toBe(false);
        expect(isId(prefix, id.slice(0, -1))).toBe(false);
        expect(isId(prefix, id.slice(prefix.length))).toBe(false);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), (text) => isId("ctc_", text) === /^ctc_[0-9A-Za-z]{17}(?!\n)$/.test(text)),
  );
});
