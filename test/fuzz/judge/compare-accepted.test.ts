import { expect, test } from "vitest";
import { compareAccepted } from "./compare-accepted.ts";
import type { StoredJobs, StoredUpload } from "./compare-accepted.ts";

function stored(receipts: Record<string, number>, uploads: Record<string, StoredUpload> = {}): StoredJobs {
  return {
    receipts: new Map(Object.entries(receipts)),
    unsubscribes: new Set(Object.keys(receipts).filter((job) => job.startsWith("unsubscribe"))),
    uploads: new Map(Object.entries(uploads)),
  };
}

function told(jobs: Record<string, number | undefined>, unknown = 0, untold = 0) {
  return { told: new Map(Object.entries(jobs)), untold, unknown };
}

const DONE = { rowsTaken: 3, rowsCancelled: 0, isSent: true, hasEnded: true };

test("what was told of and is there is fine", () => {
  const both = compareAccepted(told({ a: undefined, b: 3 }), stored({ a: 1, b: 3 }, { b: DONE }));
  expect(both).toEqual({ missing: [], unasked: [] });
  const cut = { ...DONE, rowsCancelled: 2 };
  expect(compareAccepted(told({ b: 3 }), stored({ b: 1 }, { b: cut })).missing).toEqual([]);
  expect(compareAccepted(told({ b: 3 }), stored({}, { b: cut })).missing).toHaveLength(1);
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

test("an answer that names no job accounts for an unsubscription, or for one that was erased, and for nothing else", () => {
  const both = stored({ unsubscribe1: 1, a: 1 });
  expect(compareAccepted(told({}, 0, 2), both).unasked).toEqual([]);
  expect(compareAccepted(told({}, 0, 1), both).unasked).toEqual(["a is there, and no answer told of it"]);
  expect(compareAccepted(told({ a: undefined }, 0, 0), both).unasked).toHaveLength(1);
});
