import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { createCursors } from "./cursor.ts";

const SECRET = "the secret of the cursors in this test";
const ASKED = { teamId: "tea_1", list: "contact" };
const Position = z.tuple([z.string(), z.int().min(0)]);
const cursors = createCursors(SECRET);
const REFUSED = "The cursor isn't one of this list";

test("what was written is read again", () => {
  const position = fc.tuple(fc.string({ unit: "grapheme" }), fc.nat());
  fc.assert(
    fc.property(position, fc.string(), (given, search) => {
      const asked = { ...ASKED, search };
      expect(cursors.read(asked, cursors.write(asked, given), Position)).toEqual(given);
    }),
  );
});

test("one that was cut, continued or changed anywhere is refused, whatever it says then", () => {
  const cursor = cursors.write(ASKED, ["jane", 7]);
  const bytes = Buffer.from(cursor, "base64url");
  const changed = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return other.toString("base64url");
  });
  const cut = Array.from({ length: cursor.length }, (_, length) => cursor.slice(0, length));
  const longer = [" ", "=", "A", "\0", "%00", "A".repeat(1e6)].map((end) => cursor + end);
  for (const each of [...changed, ...cut, ...longer, cursor.replace(/-|_/g, "+")].filter((c) => c !== cursor))
    expect(() => cursors.read(ASKED, each, Position), each.slice(0, 100)).toThrow(REFUSED);
});

test("one of another list, team or deployment is refused, and one whose position isn't one of this list", () => {
  const cursor = cursors.write(ASKED, ["jane", 7]);
  expect(() => cursors.read({ ...ASKED, teamId: "tea_2" }, cursor, Position)).toThrow(REFUSED);
  expect(() => cursors.read({ ...ASKED, list: "company" }, cursor, Position)).toThrow(REFUSED);
  expect(() => createCursors("another secret").read(ASKED, cursor, Position)).toThrow(REFUSED);
  expect(() => cursors.read(ASKED, cursor, z.tuple([z.string().max(3), z.int()]))).toThrow(REFUSED);
});

test("whoever knows how a cursor is made, but not the secret, can't make one", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(12, 16), (text, length) => {
      const check = createHash("sha256").update(JSON.stringify(ASKED)).update("\0").update(text).digest();
      const forged = Buffer.concat([check.subarray(0, length), Buffer.from(text)]).toString("base64url");
      expect(() => cursors.read(ASKED, forged, z.any())).toThrow(REFUSED);
    }),
  );
});
