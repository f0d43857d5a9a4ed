import type { Item, Upsert } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildChunk, parseChunk, UnreadableChunkError } from "./chunk.ts";

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
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("what is built is what is parsed", () => {
  const items = [item(0), item(1)];
  expect(parseChunk(throughJson(buildChunk(items, true)))).toEqual({ wait: true, items, unreadable: [] });
});

test("bad bodies are unreadable one by one, whichever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (good) => {
      const chunk = buildChunk(
        good.map((_, row) => item(row)),
        false,
      );
      good.forEach((isGood, row) => {
        if (!isGood) chunk.bodies[row] = { entity: "ghost" };
      });
      const parsed = parseChunk(throughJson(chunk));
      expect(parsed.items.map(({ ref }) => ref.row)).toEqual(good.flatMap((is, row) => (is ? [row] : [])));
      expect(parsed.unreadable.map(({ clock }) => clock)).toEqual(
        good.flatMap((is, row) => (is ? [] : [100 + row])),
      );
    }),
  );
});

test.each([
  ["no bodies", { bodies: undefined }],
  ["fewer bodies than refs", { bodies: [upsert] }],
  ["a strange wait", { wait: "perhaps" }],
])("an envelope with %s: all items are unreadable, none is lost", (_, broken) => {
  const parsed = parseChunk(throughJson({ ...buildChunk([item(0), item(1)], false), ...broken }));
  expect(parsed.items).toEqual([]);
  expect(parsed.unreadable.map(({ ref }) => ref.row)).toEqual([0, 1]);
});

test("a newer version is an error to be retried, not a rejection", () => {
  const chunk = { ...buildChunk([item(0)], false), version: 2 };
  expect(() => parseChunk(chunk)).toThrow("version 2");
  expect(() => parseChunk(chunk)).not.toThrow(UnreadableChunkError);
});

test.each([[null], ["text"], [{}], [{ version: 1, refs: [] }], [{ version: 1, refs: [{ row: "x" }] }]])(
  "%j has no names to answer for",
  (data) => {
    expect(() => parseChunk(data)).toThrow(UnreadableChunkError);
  },
);
