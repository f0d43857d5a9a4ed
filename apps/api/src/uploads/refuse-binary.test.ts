import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { refuseBinary } from "./refuse-binary.ts";

async function through(bytes: Buffer, cuts: readonly number[], isInflated = false): Promise<Buffer> {
  const bounds = [0, ...cuts.filter((cut) => cut <= bytes.length).toSorted((a, b) => a - b), bytes.length];
  const pieces = bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
  async function* given() {
    yield* pieces;
  }
  const passed: Buffer[] = [];
  for await (const piece of refuseBinary(given(), isInflated)) passed.push(piece);
  return Buffer.concat(passed);
}

const cuts = fc.array(fc.nat(40), { maxLength: 6 });

test("text passes unchanged, however it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), cuts, async (text, where) => {
      // What is read as a name of a column could begin like a file of bzip2.
      const bytes = Buffer.from(`email\n${text}`);
      expect(await through(bytes, where)).toEqual(bytes);
    }),
  );
});

test("gzip that nobody told of is named, however it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), cuts, async (text, where) => {
      const bytes = gzipSync(text);
      await expect(through(bytes, where)).rejects.toMatchObject({
        code: "UNSUPPORTED_MEDIA_TYPE",
        message: "The body is no text: it is gzip. To have it taken, say so by Content-Encoding: gzip.",
      });
      await expect(through(bytes, where, true)).rejects.toThrow("gzip in gzip");
    }),
  );
});

test.each([
  ["a spreadsheet", "504b0304140006000800000021", "save the sheet as CSV"],
  ["an old one", "d0cf11e0a1b11ae1", "save the sheet as CSV"],
  ["a PDF", "255044462d312e370a", "as CSV"],
  ["zstd", "28b52ffd0458", "gzip"],
])("%s is told what to do", async (_, hex, fix) => {
  await expect(through(Buffer.from(hex, "hex"), [1])).rejects.toThrow(fix);
});
