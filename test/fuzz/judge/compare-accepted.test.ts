import { expect, test } from "vitest";
import { compareAccepted } from "./compare-accepted.ts";
import type { StoredJobs, StoredUpload } from "./compare-accepted.ts";

function stored(receipts: Record<string, number>, uploads: Record<string, StoredUpload> = {}): StoredJobs {
  return { receipts: new Map(Object.entries(receipts)), uploads: new Map(Object.entries(uploads)) };
}

function told(jobs: Record<string, number | undefined>, unknown = 0) {
  return { told: new Map(Object.entries(jobs)), unknown };
}

const DONE = { rowsTaken: 3, isSent: true, hasEnded: true };

test("what was told of and is there is fine", () => {
  const both = compareAccepted(told({ a: undefined, b: 3 }), stored({ a: 1, b: 3 }, { b: DONE }));
  expect(both).toEqual({ missing: [], unasked: [] });
});

test("what was accepted and isn't there is missing, be it a request, a row or an end", () => {
  expect(compareAccepted(told({ a: undefined }), stored({})).missing).toHaveLength(1);
  expect(compareAccepted(told({ a: undefined }), stored({ a: 2 })).missing).toHaveLength(1);
  expect(compareAccepted(told({ b: 3 }), stored({ b: 2 }, { b: DONE })).missing).toHaveLength(1);
  expect(compareAccepted(told({ b: 4 }), stored({ b: 3 }, { b: DONE })).missing).toHaveLength(1);
  expect(
    compareAccepted(told({ b: 3 }), stored({ b: 3 }, { b: { ...DONE, hasEnded: false } })).missing,
  ).toHaveLength(1);
});

test("what is there and no answer told of was refused and applied, but for requests of which nobody knows", () => {
  expect(compareAccepted(told({}), stored({ a: 1 })).unasked).toHaveLength(1);
  expect(compareAccepted(told({}, 1), stored({ a: 1 })).unasked).toEqual([]);
  expect(compareAccepted(told({}, 1), stored({ a: 1 }, { b: DONE })).unasked).toHaveLength(2);
});
