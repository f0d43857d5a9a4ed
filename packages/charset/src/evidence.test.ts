import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gatherEvidence } from "./evidence.ts";

function evidenceOf(words: readonly Uint8Array[]) {
  const gathering = gatherEvidence();
  for (const word of words) {
    gathering.add(word);
    gathering.add(Buffer.from(","));
  }
  return gathering.end(true);
}

/** Some thousand words, made of few bytes or of many. */
const files = fc
  .record({
    from: fc.integer({ min: 0x40, max: 0xf0 }),
    span: fc.integer({ min: 2, max: 0xc0 }),
    length: fc.integer({ min: 1, max: 80 }),
    seed: fc.nat(),
  })
  .map(({ from, span, length, seed }) => {
    let state = seed;
    const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) >> 8;
    return Array.from({ length: 2_000 }, () =>
      Uint8Array.from({ length: 1 + (next() % length) }, () => Math.min(0xff, from + (next() % span))),
    );
  });

describe("whatever the file", () => {
  test("the work of judging has a bound, which the file doesn't move", () => {
    fc.assert(
      fc.property(files, (file) => {
        const { words } = evidenceOf(file);
        expect(words.length).toBeLessThanOrEqual(300 + 256);
        expect(words.reduce((sum, word) => sum + word.length, 0)).toBeLessThanOrEqual(8 * 1024);
      }),
      { numRuns: 50 },
    );
  });

  test("each byte beyond ASCII is in a word that is judged, or told as unseen", () => {
    fc.assert(
      fc.property(files, fc.uint8Array({ min: 0x40, minLength: 65, maxLength: 90 }), (some, long) => {
        const file = [...some, long];
        const { words, unseen } = evidenceOf(file);
        const told = new Set([...Buffer.concat(words), ...unseen].filter((byte) => byte >= 0x80));
        expect(told).toEqual(new Set(Buffer.concat(file).filter((byte) => byte >= 0x80)));
        expect(Buffer.concat(words)).not.toSatisfy((bytes: Buffer) =>
          unseen.some((byte) => bytes.includes(byte)),
        );
      }),
      { numRuns: 50 },
    );
  });
});

test("late words are kept for each byte that none had before, and some where few had it", () => {
  const name = (at: number, end: string) =>
    Buffer.from(`${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}n${end}`, "latin1");
  const many = (count: number, end: string) => Array.from({ length: count }, (_, at) => name(at, end));
  const kept = evidenceOf([...many(400, "ü"), ...many(50, "ø"), name(0, "ý")]).words.map((word) =>
    word.at(-1),
  );
  const counts = Map.groupBy(kept, (byte) => byte);
  expect([0xfc, 0xf8, 0xfd].map((byte) => counts.get(byte)?.length)).toEqual([300, 8, 1]);
});

test("what is too long for a word is told by its bytes", () => {
  const long = Buffer.from(`${"a".repeat(70)}\u00f8`, "latin1");
  expect(evidenceOf([Buffer.from("J\u00fcrgen", "latin1"), long]).unseen).toEqual([0xf8]);
});
