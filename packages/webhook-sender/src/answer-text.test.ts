import fc from "fast-check";
import { expect, it } from "vitest";
import { answerText } from "./answer-text.ts";

it("gives text that can be stored, within the limit, of whatever bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (body, max) => {
      const text = answerText(body, max);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(max);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toContain("\0");
    }),
  );
});

it("gives text as it came, cut between characters", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      (given, max) => {
        const plain = given.replaceAll("\0", "").replace(/^\uFEFF+/, "");
        const text = answerText(new TextEncoder().encode(plain), max);
        expect(plain.startsWith(text)).toBe(true);
        if (Buffer.byteLength(plain) <= max) expect(text).toBe(plain);
        else expect(Buffer.byteLength(text)).toBeGreaterThan(max - 4);
      },
    ),
  );
});
