import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS, receiptDay } from "../receipts/receipt-key.ts";
import { oldestBehind, positionOfEnd, positionOfStart, whyGone } from "./feed-position.ts";

const EPOCH = "0123456789abcdef";
const days = fc.integer({ min: 0, max: 40 }).map((day) => receiptDay(day * DAY_MS));

test("a place expires with the first day that may have had more of it, and not before", () => {
  fc.assert(
    fc.property(days, fc.option(days), fc.option(days), (day, before, oldestDay) => {
      fc.pre(before === null || before <= day);
      const place = positionOfEnd({ epoch: EPOCH, xid: 5, day, oldestDay: before });
      const why = whyGone(place, { epoch: EPOCH, xid: 5, day: "1970-03-01", oldestDay });
      const yesterday = receiptDay(Date.parse(day) - DAY_MS);
      // What was gone when the place was given out was never behind it.
      const first = before !== null && before > yesterday ? before : yesterday;
      expect(why).toBe(oldestDay !== null && oldestDay > first ? "expired" : undefined);
      expect(place.day).toBe(oldestBehind({ oldestDay: before }, day));
    }),
  );
});

test("the start of what is kept can be followed as long as its day is there", () => {
  const end = { epoch: EPOCH, xid: 5, day: "2026-11-28", oldestDay: "2026-11-01" };
  expect(whyGone(positionOfStart(end), end)).toBeUndefined();
  expect(whyGone(positionOfStart(end), { ...end, oldestDay: "2026-11-02" })).toBe("expired");
  expect(whyGone(positionOfEnd(end), { ...end, epoch: "another" })).toBe("restored");
  expect(whyGone(positionOfEnd(end), { ...end, xid: 4 })).toBe("restored");
});
