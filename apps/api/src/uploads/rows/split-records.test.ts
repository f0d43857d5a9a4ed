import fc from "fast-check";
import { expect, test } from "vitest";
import { createRecordSplitter } from "./split-records.ts";

/** The records of these pieces: text, first and last line of each, and where a quote is left open. */
function split(pieces: readonly Buffer[]) {
  const splitter = createRecordSplitter(",".charCodeAt(0));
  const records = pieces.flatMap((piece) => splitter.write(piece));
  const openQuote = splitter.openQuote();
  return [...records, ...splitter.end()]
    .map(({ bytes, line, lastLine, length }) => [bytes?.toString("latin1") ?? length, line, lastLine])
    .concat([["open", openQuote ?? 0, 0]]);
}

test("wherever the bytes are cut, the records and their lines are the same", () => {
  const part = fc.constantFrom("a", '"', '""', ",", "\n", "\r", "\r\n", ',"', '",');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.array(fc.nat(60)), (parts, cuts) => {
      const content = Buffer.from(parts.join(""));
      const once = split([content]);
      const places = [0, ...cuts.map((cut) => cut % (content.length + 1)), content.length].toSorted(
        (a, b) => a - b,
      );
      expect(split(places.slice(1).map((to, at) => content.subarray(places[at], to)))).toEqual(once);
      expect(split(Array.from(content, (byte) => Buffer.of(byte)))).toEqual(once);
    }),
    { numRuns: 2_000 },
  );
});

test("a record that is too long keeps its length alone, however it comes", () => {
  const long = Buffer.from(`a\n"${"x\n".repeat(200_000)}",b\nc`);
  const expected = [
    ["a", 1, 1],
    [400_004, 2, 200_002],
    ["c", 200_003, 200_003],
    ["open", 0, 0],
  ];
  expect(split([long])).toEqual(expected);
  const pieces = Array.from({ length: Math.ceil(long.length / 1_000) }, (_, at) =>
    long.subarray(at * 1_000, (at + 1) * 1_000),
  );
  expect(split(pieces)).toEqual(expected);
});
