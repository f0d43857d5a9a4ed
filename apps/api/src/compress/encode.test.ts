import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, createUnzip, gunzipSync, zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODINGS } from "./choose-coding.ts";
import { encode, encodePieces, encodeWhole } from "./encode.ts";

const DECODE = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync };

describe.each(CODINGS)("%s", (coding) => {
  const decode = (bytes: Uint8Array) => DECODE[coding](bytes).toString();

  test("a text comes back, at once, whole and in pieces of any kind", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), async (pieces) => {
        const text = Buffer.from(pieces.join("")).toString();
        const texts = pieces.map((piece) => Buffer.from(piece));
        expect(decode(encode(coding, text))).toBe(text);
        expect(decode(await buffer(encodePieces(coding, texts)))).toBe(Buffer.concat(texts).toString());
        expect(decode(await encodeWhole(coding, Buffer.from(text)))).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  test("where the pieces fail, it fails, and doesn't look whole", async () => {
    async function* pieces() {
      yield "jane".repeat(100_000);
      throw new Error("the database is away");
    }
    await expect(buffer(encodePieces(coding, pieces()))).rejects.toThrow("the database is away");
  });

  test("whoever stops reading ends the pieces", async () => {
    const ended = Promise.withResolvers<void>();
    async function* pieces() {
      try {
        for (;;) yield "jane".repeat(10_000);
      } finally {
        ended.resolve();
      }
    }
    for await (const bytes of encodePieces(coding, pieces())) if (bytes.length > 0) break;
    await ended.promise;
  });
});

test("a piece can be read before the next one is there", async () => {
  const first = Promise.withResolvers<void>();
  async function* pieces() {
    yield "the first page\n";
    await first.promise;
    yield "the second page\n";
  }
  const unzip = createUnzip();
  const read = unzip[Symbol.asyncIterator]();
  const writing = (async () => {
    for await (const bytes of encodePieces("gzip", pieces())) unzip.write(bytes);
    unzip.end();
  })();
  expect(String((await read.next()).value)).toBe("the first page\n");
  first.resolve();
  expect(String((await read.next()).value)).toBe("the second page\n");
  await writing;
});
