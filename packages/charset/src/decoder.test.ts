import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalCharset } from "./charsets.ts";
import { createDecoder } from "./decoder.ts";

const CHARSETS = [
  "windows-1252",
  "macintosh",
  "ibm850",
  "shift_jis",
  "gb18030",
  "gbk",
  "euc-jp",
  "euc-kr",
  "big5",
  "utf-16le",
  "utf-16be",
  "iso-2022-jp",
];

test("how the bytes are cut doesn't matter, and nothing is lost but what can't be read", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    // Letters of four bytes that begin and never end.
    fc.array(fc.constantFrom(0x81, 0x30, 0x8f, 0xa1, 0x1b, 0x24, 0), { maxLength: 60 }).map(Buffer.from),
    fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => Buffer.from(text, "utf16le")),
  );
  fc.assert(
    fc.property(fc.constantFrom(...CHARSETS), bytes, fc.array(fc.nat(60)), (charset, given, at) => {
      const read = (cuts: readonly number[]) => {
        const decoder = createDecoder(charset);
        let from = 0;
        const parts = [...cuts.toSorted((a, b) => a - b), given.length].map((to) => {
          const piece = given.subarray(from, to);
          from = to;
          return decoder.write(piece);
        });
        return Buffer.concat([...parts, decoder.end()]).toString("hex");
      };
      expect(read(at.map((each) => each % (given.length + 1)))).toBe(read([]));
    }),
  );
});

test.each([
  ["windows-1252", [], [0x4a, 0xfc, 0x81], "Jü\xff"],
  ["windows-1252", ["windows-1250"], [0xfc, 0xe8, 0x61], "ü\xffa"],
  ["ibm850", [], [0x81, 0x94], "üö"],
  ["macintosh", [], [0x9f, 0x8e], "üé"],
  ["shift_jis", [], [0x8e, 0x52, 0x93, 0x63], "山田"],
  ["utf-16le", [], [0x3d, 0xd8, 0x00, 0xde, 0x3d, 0xd8], "😀\xff"],
])("%s %j %j", (charset, others, bytes, expected) => {
  const decoder = createDecoder(charset, others);
  const read = Buffer.concat([decoder.write(Buffer.from(bytes)), decoder.end()]);
  const [text = "", unreadable] = expected.split("\xff");
  expect(read.subarray(0, Buffer.byteLength(text)).toString()).toBe(text);
  if (unreadable !== undefined)
    expect(read.subarray(Buffer.byteLength(text))).toEqual(
      Buffer.concat([Buffer.of(0xff), Buffer.from(unreadable)]),
    );
});

test.each([
  ["latin1", "windows-1252"],
  ["CP1250", "windows-1250"],
  ["850", "ibm850"],
  ["MacRoman", "macintosh"],
  ["Windows-31J", "shift_jis"],
  ["UTF8", "utf-8"],
  ["cp437", "ibm437"],
  ["hex", undefined],
  ["base64", undefined],
  ["ansi", undefined],
  ["utf-7", undefined],
])("%s is %s", (label, name) => {
  expect(canonicalCharset(label)).toBe(name);
});
