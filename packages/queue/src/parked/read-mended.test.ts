import { crc32 } from "node:zlib";
import type { Item, Upsert } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildChunk, parseChunk } from "../chunk.ts";
import { readMended } from "./read-mended.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 29);
const upsert: Upsert = {
  entity: "contact",
  userId: "usr_1",
  keyId: "key_1",
  onConflict: "prefer",
  identifiers: [{ kind: "email", value: "jane@example.com" }],
  set: { firstName: "Jane" },
};
const ref = (row: number) => ({ teamId: "tea_1", jobId: "job_1", row, acceptedAt: NOW });
const item = (row: number): Item => ({ ref: ref(row), clock: row, upsert });
const mendedOf = (...rows: number[]) => buildChunk(rows.map(item));
/** As a human writes it: no checksum. */
const writtenByHand = (items: readonly Item[]) => ({
  name: "chunk",
  data: {
    version: 1,
    wait: false,
    refs: items.map(({ ref: name, clock }) => ({ ...name, clock })),
    bodies: items.map((each) => each.upsert),
  },
});
const byHand = (...rows: number[]) => writtenByHand(rows.map(item));
/** With a checksum, whatever it says. */
const named = (text: string) => ({
  name: `2 ${crc32(text).toString(16).padStart(8, "0")} ${text}`,
  data: { version: 2, bodies: [upsert] },
});
const withText = (firstName: string) =>
  writtenByHand([{ ...item(1), upsert: { ...upsert, set: { firstName } } }]);

describe("a mended content", () => {
  const limits = { now: NOW, parkOlderThanMs: 30 * DAY_MS };
  const read = (mended: unknown) => () => readMended(mended, limits);
  const rows = (mended: unknown) => readMended(mended, limits).map(({ ref: { row } }) => row);

  test("is taken as it is shown, whole or its content alone, as workers wrote it or by hand", () => {
    expect(rows(mendedOf(1, 2))).toEqual([1, 2]);
    expect(rows({ id: "c1", lane: "bulk", content: byHand(3) })).toEqual([3]);
    const counted = buildChunk([item(4)], { isCounted: true });
    expect(readMended({ ...counted, clock: 90 }, limits)).toEqual([
      { ...item(4), clock: 94, ref: expect.anything() },
    ]);
  });

  test.each<[string, unknown, string | RegExp]>([
    ["no object", [1], 'it must be JSON like {"name": …, "data": …}'],
    ["another object", { name: "chunk", bodies: [] }, "it must be JSON"],
    [
      "the same broken names",
      { name: "2 0000000 [", data: {} },
      /names can't be read: the names have a checksum/,
    ],
    ["a counted one without its clock", buildChunk([item(4)], { isCounted: true }), "clock can't be read"],
    [
      "refs without a clock",
      { ...byHand(1), data: { ...byHand(1).data, refs: [ref(1)] } },
      '"refs" has teamId',
    ],
    [
      "a body too few",
      { ...byHand(1, 2), data: { ...byHand(1, 2).data, bodies: [upsert] } },
      "2 of its 2 items",
    ],
    [
      "a body that is none",
      { ...byHand(1, 2), data: { ...byHand(1, 2).data, bodies: [upsert, { email: "jane@example.com" }] } },
      /1 of its 2 items have a body that can't be read, the first of them row 2 of job_1/,
    ],
    ["more than a chunk has", writtenByHand(Array.from({ length: 501 }, (_, row) => item(row))), "501 items"],
    ["one with an item twice", mendedOf(3, 3), "row 3 of job_1 twice"],
    [
      "one whose names have another shape",
      named('[true,[["tea_1"]]]'),
      "names can't be read: the names have",
    ],
    ["one whose names are no JSON", named("[jane@example.com"), "names can't be read: the names have"],
    ["one with a row past all", mendedOf(2 ** 31), "job_1 has no row 2147483648"],
    ["one with a negative clock", named('[true,[["tea_1","job_1",1,0,1,-1,0]]]'), "is negative"],
    ["a chunk's size several times", withText("x".repeat(4_000_001)), "more than 4000000 bytes"],
    ["more refs than are parsed", { name: "chunk", data: { refs: Array(501).fill(1) } }, "501 items"],
    ["a newer version's", { name: "9 00000000 x", data: {} }, "version 9"],
    ["a clock of the future", buildChunk([{ ...item(1), clock: 1e16 / 2 }]), "is in the future"],
    [
      "an item of the future",
      buildChunk([{ ...item(1), ref: { ...ref(1), acceptedAt: NOW + DAY_MS } }]),
      "accepted in the future",
    ],
    [
      "an item of long ago",
      buildChunk([{ ...item(1), ref: { ...ref(1), acceptedAt: NOW - 31 * DAY_MS } }]),
      "applied twice",
    ],
  ])("is refused where it is %s, without a word of what it says", (_what, mended, words) => {
    expect(read(mended)).toThrow(expect.objectContaining({ name: "ParkedChunkError", reason: "unfit" }));
    expect(read(mended)).toThrow(words);
    expect(read(mended)).not.toThrow(/jane/i);
  });

  test("is refused where a text of it can't be stored, wherever that stands", () => {
    const text = fc.tuple(fc.string(), fc.constantFrom("\0", "\ud83d", "\ude00x"), fc.string());
    const places = fc.constantFrom(
      withText,
      (jobId: string) => writtenByHand([{ ...item(1), ref: { ...ref(1), jobId } }]),
      (key: string) => writtenByHand([{ ...item(1), upsert: { ...upsert, set: { [key]: 1 } } }]),
    );
    fc.assert(
      fc.property(text, places, ([before, bad, after], place) => {
        // Two halves that meet are a character.
        const whole = `${before.toWellFormed()} ${bad} ${after.toWellFormed()}`;
        expect(read(place(whole))).toThrow("which can't be stored");
        expect(rows(place(whole.replace(bad, "😀")))).toEqual([1]);
      }),
    );
  });

  test("says the same by hand as workers wrote it, and is read again as it is stored", () => {
    const names = fc.record({
      teamId: fc.constantFrom("tea_1", "tea_2"),
      jobId: fc.constantFrom("job_1", "job_2"),
      row: fc.nat(600),
      acceptedAt: fc.integer({ min: NOW - 29 * DAY_MS, max: NOW }),
      isUpload: fc.boolean(),
      clock: fc.integer({ min: 0, max: NOW * 1_000 }),
    });
    const selector = ({ teamId, jobId, row }: { teamId: string; jobId: string; row: number }) =>
      `${teamId} ${jobId} ${row}`;
    fc.assert(
      fc.property(fc.uniqueArray(names, { selector, minLength: 1, maxLength: 30 }), (given) => {
        const items = given.map(({ isUpload, clock, ...name }): Item => ({
          ref: { ...name, ...(isUpload && { upload: true as const }) },
          clock,
          upsert,
        }));
        const mended = readMended(writtenByHand(items), limits);
        expect(mended).toEqual(items);
        expect(readMended(buildChunk(items), limits)).toEqual(items);
        expect(parseChunk(buildChunk(mended))).toEqual({ items, unreadable: [] });
      }),
    );
  });
});
