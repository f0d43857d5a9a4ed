import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFeed } from "./check-feed.ts";
import type { FeedEvent } from "./check-feed.ts";

const wholeFeed = fc
  .uniqueArray(fc.nat(99), { minLength: 2, maxLength: 20 })
  .map((ids) => ids.map((id): FeedEvent => ({ id: `e${id}`, event: "updated", recordId: `ctc_${id % 5}` })));

test("a feed that is told as it is has nothing wrong", () => {
  fc.assert(
    fc.property(wholeFeed, (whole) => {
      expect(checkFeed(whole, whole)).toEqual([]);
    }),
  );
});

test("what was left out, told twice, told in another order, or is gone is found", () => {
  fc.assert(
    fc.property(wholeFeed, fc.nat(), (whole, chosen) => {
      const at = chosen % whole.length;
      const without = whole.toSpliced(at, 1);
      const each = whole.slice(at, at + 1);
      expect(checkFeed(without, whole)).toHaveLength(1);
      expect(checkFeed([...whole, ...each], whole)).toHaveLength(1);
      expect(checkFeed(whole, without)).toHaveLength(1);
      expect(checkFeed(whole.toReversed(), whole)).not.toEqual([]);
    }),
  );
});

test("what happened to who was deleted may be gone", () => {
  const created: FeedEvent = { id: "1", event: "created", recordId: "ctc_a" };
  const deleted: FeedEvent = { id: "2", event: "deleted", recordId: "ctc_b", mergedIds: ["ctc_a"] };
  expect(checkFeed([created, deleted], [deleted])).toEqual([]);
  const merged: FeedEvent = { id: "3", event: "merged", recordId: "ctc_c", mergedIds: ["ctc_a"] };
  const other: FeedEvent = { id: "4", event: "updated", recordId: "ctc_d" };
  expect(checkFeed([created, merged, deleted], [deleted])).toEqual([]);
  expect(checkFeed([created, merged, other, deleted], [deleted])).toHaveLength(1);
});
