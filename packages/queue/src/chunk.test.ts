import type { Item, Upsert } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readNames, UnreadableChunkError, writeNames } from "./chunk-names.ts";
import { buildChunk, parseChunk } from "./chunk.ts";
import { newReplyChannel } from "./replies.ts";
import type { PackedChunk } from "./chunk.ts";

const upsert: Upsert = {
  entity: "contact",
  userId: "usr_1",
  keyId: "key_1",
  onConflict: "prefer",
  identifiers: [{ kind: "email", value: "jane@example.com" }],
  set: { firstName: "Jane" },
};
const item = (row: number): Item => ({
  ref: { teamId: "tea_1", jobId: "job_1", row, acceptedAt: 1 },
  clock: 100 + row,
  upsert,
});
/** Gives the chunk as the store gives it back, with `change` in its data. */
const stored = ({ name, data }: PackedChunk, change: object = {}): PackedChunk => ({
  name,
  data: JSON.parse(JSON.stringify({ ...Object(data), ...change })),
});

test("what is built is what is parsed", () => {
  const items = [item(0), item(1)];
  expect(parseChunk(stored(buildChunk(items)))).toEqual({ items, unreadable: [] });
  const replyTo = newReplyChannel();
  expect(parseChunk(stored(buildChunk(items, { replyTo })))).toEqual({ replyTo, items, unreadable: [] });
  // Workers of the version before see by the names that somebody waits.
  expect(readNames(buildChunk(items, { replyTo }).name).wait).toBe(true);
  expect(readNames(buildChunk(items).name).wait).toBe(false);
});

test("clocks that count from the store's are read with it, and not without", () => {
  const counted = { ...stored(buildChunk([item(0), item(1)], { isCounted: true })), returnvalue: 5_000 };
  expect(parseChunk(counted).items.map(({ clock }) => clock)).toEqual([5_100, 5_101]);
  for (const returnvalue of [undefined, null, "5000", 1.5, Number.NaN, 2 ** 53])
    expect(() => parseChunk({ ...counted, returnvalue })).toThrow(UnreadableChunkError);
  // Of a chunk that brings its own, nothing of the kind is read.
  const own = { ...stored(buildChunk([item(0)])), returnvalue: 5_000 };
  expect(parseChunk(own).items[0]?.clock).toBe(100);
});

test("a channel that can't be read keeps no item from being applied", () => {
  const broken = stored(buildChunk([item(0)]), { replyTo: { no: "channel" } });
  expect(parseChunk(broken)).toEqual({ items: [item(0)], unreadable: [] });
});

test("bad bodies are unreadable one by one, whichever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (good) => {
      const chunk = buildChunk(good.map((_, row) => item(row)));
      const bodies = good.map((isGood) => (isGood ? upsert : { entity: "ghost" }));
      const parsed = parseChunk(stored(chunk, { bodies }));
      expect(parsed.items.map(({ ref }) => ref.row)).toEqual(good.flatMap((is, row) => (is ? [row] : [])));
      expect(parsed.unreadable.map(({ clock }) => clock)).toEqual(
        good.flatMap((is, row) => (is ? [] : [100 + row])),
      );
    }),
  );
});

test.each([
  ["no bodies", { version: 2 }],
  ["fewer bodies than names", { version: 2, bodies: [upsert] }],
  ["no version", { bodies: [upsert, upsert] }],
  ["no data", null],
])("%s: all items are unreadable, none is lost", (_, data) => {
  const parsed = parseChunk({ ...buildChunk([item(0), item(1)]), data });
  expect(parsed.items).toEqual([]);
  expect(parsed.unreadable.map(({ ref }) => ref.row)).toEqual([0, 1]);
});

test("a newer version is an error to be retried, not a rejection", () => {
  const chunk = buildChunk([item(0)]);
  const newer = { ...chunk, name: chunk.name.replace(/^2/, "4") };
  expect(() => parseChunk(newer)).toThrow("version 4");
  expect(() => parseChunk(newer)).not.toThrow(UnreadableChunkError);
});

test("a chunk that the version before added is read as it was", () => {
  const refs = [0, 1].map((row) => ({ ...item(row).ref, clock: 100 + row }));
  const old = { version: 1, wait: false, refs, bodies: [upsert, "?"] };
  expect(parseChunk({ name: "chunk", data: old })).toEqual({
    items: [item(0)],
    unreadable: [{ ref: item(1).ref, clock: 101, body: "?" }],
  });
  for (const data of [null, "text", {}, { version: 1, refs: [] }, { version: 1, refs: [{ row: "x" }] }])
    expect(() => parseChunk({ name: "chunk", data })).toThrow(UnreadableChunkError);
});

const NamedItems = fc.array(
  fc.record({
    ref: fc.record(
      {
        teamId: fc.constantFrom("tea_1", "tea_2", 'te"a,\u{1F600}'),
        jobId: fc.constantFrom("job_1", "job_2"),
        row: fc.nat(3),
        acceptedAt: fc.nat(),
        upload: fc.constant(true as const),
      },
      { requiredKeys: ["teamId", "jobId", "row", "acceptedAt"] },
    ),
    clock: fc.maxSafeNat(),
  }),
  { minLength: 1, maxLength: 20 },
);

test("names are read as they were written", () => {
  fc.assert(
    fc.property(NamedItems, fc.boolean(), (items, wait) => {
      expect(readNames(writeNames({ wait, items }))).toEqual({ wait, items });
    }),
  );
});

test("names that were changed anywhere, or cut off, are no names", () => {
  fc.assert(
    fc.property(NamedItems, fc.nat(), fc.boolean(), (items, at, isCut) => {
      const text = writeNames({ wait: true, items });
      const index = at % text.length;
      const rest = isCut ? "" : `#${text.slice(index + 1)}`;
      expect(() => readNames(text.slice(0, index) + rest)).toThrow(UnreadableChunkError);
    }),
  );
  for (const text of ["", "2", "2 00000000 [", "chunky"])
    expect(() => readNames(text)).toThrow(UnreadableChunkError);
});

test("500 single requests are named in 30 kB, an upload's rows in next to nothing", () => {
  const id = (index: number) => `job_${String(index).padStart(30, "0")}`;
  const singles = Array.from({ length: 500 }, (_, index) => ({
    ref: { teamId: "tea_ZO0b3UaC5vXh3lOvD", jobId: id(index), row: 0, acceptedAt: 1_790_000_000_000 + index },
    clock: 1_790_000_000_000_000 + index,
  }));
  expect(writeNames({ wait: true, items: singles }).length).toBeLessThan(30_000);
  const rows = Array.from({ length: 100 }, (_, row) => item(row));
  expect(writeNames({ wait: false, items: rows }).length).toBeLessThan(100);
});
