import * as fc from "fast-check";
import { expect, test } from "vitest";
import { base62Length, fromBase62, toBase62 } from "./base62.ts";

const bytes = fc.uint8Array({ minLength: 22, maxLength: 22 });

test("bytes there and back, in texts of one length", () => {
  fc.assert(
    fc.property(bytes, (some) => {
      const text = toBase62(some);
      expect(text).toMatch(/^[0-9A-Za-z]{30}$/);
      expect(fromBase62(text, 22)).toEqual(some);
    }),
  );
  expect(base62Length(22)).toBe(30);
});

test("texts sort as their bytes do", () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const [x, y] = [toBase62(a), toBase62(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(Buffer.compare(a, b));
    }),
  );
});

test("a text is either made of bytes or none: no second spelling", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z]{30}$/), (text) => {
      const some = fromBase62(text, 22);
      return some === undefined || toBase62(some) === text;
    }),
  );
  expect(fromBase62("z".repeat(30), 22)).toBeUndefined();
  expect(fromBase62(toBase62(new Uint8Array(22).fill(255)), 22)).toEqual(new Uint8Array(22).fill(255));
});

test("refuses other lengths and other characters", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^[0-9A-Za-z]{30}$/.test(text));
      expect(fromBase62(text, 22)).toBeUndefined();
      expect(
        fromBase62("0".repeat(29) + (text.replaceAll(/[0-9A-Za-z]/g, "")[0] ?? "-"), 22),
      ).toBeUndefined();
    }),
  );
});
