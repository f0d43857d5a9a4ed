import { expect, test } from "vitest";
import { readPrefer } from "./prefer.ts";

test.each([
  [undefined, { waitMs: 10_000 }],
  ["", { waitMs: 10_000 }],
  ["respond-async", { waitMs: 0, applied: "respond-async" }],
  ["Respond-Async; foo=1", { waitMs: 0, applied: "respond-async" }],
  ["wait=5", { waitMs: 5_000, applied: "wait=5" }],
  ['handling=lenient, wait="7"', { waitMs: 7_000, applied: "wait=7" }],
  ["respond-async, wait=3", { waitMs: 3_000, applied: "wait=3" }],
  ["wait=0", { waitMs: 0, applied: "wait=0" }],
  ["wait=3600", { waitMs: 60_000, applied: "wait=60" }],
  ["wait=soon, return=minimal", { waitMs: 10_000 }],
])("%s", (header, wait) => {
  expect(readPrefer(header, 10_000)).toEqual(wait);
});
