import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseCoding, CODINGS } from "./choose-coding.ts";

const name = fc.constantFrom(...CODINGS, "identity", "*", "deflate", "compress");
const weight = fc.constantFrom("", "0", "0.0", "0.001", "0.3", "0.5", "0.999", "1", "1.000");
/** Each name once, with its weight as it is written. */
const wishes = fc.uniqueArray(fc.tuple(name, weight), { selector: ([each]) => each });
const write = (given: readonly (readonly [string, string])[]) =>
  given.map(([each, q]) => (q === "" ? each : `${each};q=${q}`)).join(", ");

/** RFC 9110, section 12.5.3, word by word: what may come, and what comes first. */
function weightsOf(given: readonly (readonly [string, string])[]) {
  const named = new Map(given.map(([each, q]) => [each, q === "" ? 1 : Number(q)]));
  const any = named.get("*");
  return {
    of: (coding: string) => named.get(coding) ?? any ?? 0,
    isNamed: (coding: string) => named.has(coding),
    takesPlain: named.has("identity") ? named.get("identity") !== 0 : any !== 0,
    plain: named.get("identity") ?? 0,
  };
}

test("what is chosen is acceptable, and nothing of ours that is named is liked better", () => {
  fc.assert(
    fc.property(wishes, (given) => {
      const { coding, takesPlain } = chooseCoding(write(given));
      const weights = weightsOf(given);
      expect(takesPlain).toBe(weights.takesPlain);
      const named = CODINGS.filter((each) => weights.isNamed(each) || each === "gzip");
      const best = Math.max(...named.map(weights.of));
      if (coding === undefined) expect(best === 0 || weights.plain > best).toBe(true);
      else {
        expect(weights.of(coding)).toBeGreaterThan(0);
        expect(weights.of(coding)).toBe(best);
        expect(best).toBeGreaterThanOrEqual(weights.plain);
      }
    }),
  );
});

test("the order of a header, its case and its spaces say nothing", () => {
  const space = fc.constantFrom("", " ", "\t", "  ");
  fc.assert(
    fc.property(wishes, space, space, fc.boolean(), (given, before, after, isUpper) => {
      const plain = write(given);
      const spaced = given
        .toReversed()
        .map(([each, q]) => `${before}${each}${q === "" ? "" : `${before};${after}q=${q}`}${after}`)
        .join(",");
      expect(chooseCoding(isUpper ? spaced.toUpperCase() : spaced)).toEqual(chooseCoding(plain));
    }),
  );
});

test("any text is read, and what it doesn't name isn't chosen", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      const { coding } = chooseCoding(header);
      if (coding !== undefined) expect(header.toLowerCase()).toMatch(/gzip|br|zstd|\*/);
    }),
  );
});

test.each([
  ["", undefined, true],
  ["gzip", "gzip", true],
  ["x-gzip", "gzip", true],
  ["gzip, deflate", "gzip", true],
  ["gzip, deflate, br", "br", true],
  ["gzip, deflate, br, zstd", "zstd", true],
  ["*", "gzip", true],
  ["*;q=0", undefined, false],
  ["*;q=0, identity", undefined, true],
  ["gzip;q=0", undefined, true],
  ["gzip;q=0, *", undefined, true],
  ["identity", undefined, true],
  ["identity, gzip", "gzip", true],
  ["identity;q=1, gzip;q=0.5", undefined, true],
  ["identity;q=0", undefined, false],
  ["identity;q=0, gzip;q=0.001", "gzip", false],
  ["br;q=0.5, gzip;q=0.8", "gzip", true],
  // No weights: as if these weren't there.
  ["gzip;q=2", undefined, true],
  ["gzip;q=-1", undefined, true],
  ["gzip;q=0.0001", undefined, true],
  ["gzip;level=9", undefined, true],
  ["gzip q=1", undefined, true],
])("%j", (header, coding, takesPlain) => {
  expect(chooseCoding(header)).toEqual({ coding, takesPlain });
});
