import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkAgeMs, newChunkId } from "./chunk-id.ts";

test("the age of any chunk is readable from its id, and ids are fit for BullMQ", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 36 ** 9 - 1 }), fc.nat(), (made, age) => {
      const id = newChunkId(made);
      expect(chunkAgeMs(id, made + age)).toBe(age);
      expect(id).not.toMatch(/^\d+$|:/);
    }),
  );
});

test("ids sort by time, and a strange id has no age", () => {
  expect(newChunkId(1_000) < newChunkId(2_000_000_000_000)).toBe(true);
  expect(chunkAgeMs("17", 0)).toBeUndefined();
});
