import calculateSlot from "cluster-key-slot";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shardTags } from "./shard-tags.ts";

const namespace = fc.stringMatching(/^[a-z][a-z0-9_]{0,40}$/);

test("all keys of a shard are in its slot, and the slots lie evenly", () => {
  fc.assert(
    fc.property(namespace, fc.integer({ min: 1, max: 64 }), fc.string(), (name, count, key) => {
      const tags = shardTags(name, count);
      expect(tags).toHaveLength(count);
      for (const [index, { prefix, slot }] of tags.entries()) {
        expect(Math.floor((slot * count) / 16_384)).toBe(index);
        expect(calculateSlot(`${prefix}:bulk:${key}`)).toBe(slot);
      }
    }),
  );
});

test("the names stay what they are: chunks wait under them", () => {
  expect(shardTags("onefold", 2)).toEqual([
    { prefix: "{onefold:0-2}", slot: 3963 },
    { prefix: "{onefold:1-2}", slot: 14_411 },
  ]);
});
