import type { ItemRef, Rejected } from "@onefold/contract";
import { receiptKey } from "@onefold/records";
import { expect, onTestFinished, test } from "vitest";
import { createReceiptWatcher } from "./receipt-watcher.ts";

const ref: ItemRef = { teamId: "tea_1", jobId: "job_1", row: 0, acceptedAt: 1 };
const result: Rejected = { outcome: "rejected", code: "UNREADABLE", message: "no" };
const reply = { jobId: ref.jobId, row: ref.row, clock: 7 };
const stored = { ref, clock: 7, result, finishedAt: 9 };

/** A watcher of which a test says what is stored. */
function watch() {
  const there = new Map<string, typeof stored>();
  const reads: ItemRef[] = [];
  const watcher = createReceiptWatcher({
    readReceipts: async (refs) => {
      reads.push(...refs);
      return new Map([...there].filter(([key]) => refs.some((each) => receiptKey(each) === key)));
    },
    onError: () => {},
  });
  onTestFinished(() => watcher[Symbol.asyncDispose]());
  watcher.onUp();
  return { watcher, reads, store: () => void there.set(receiptKey(ref), stored) };
}

test("a reply says what the receipt says: nothing is read", async () => {
  const { watcher, reads } = watch();
  using waiter = watcher.expectReply(ref);
  watcher.onReplies([
    { ...reply, result },
    { ...reply, jobId: "job_2" },
  ]);
  expect(await waiter.receipt(5_000)).toEqual({ ref, clock: 7, result });
  expect(reads).toEqual([]);
});

test.each([
  ["says too little", undefined],
  ["can't be read", { outcome: "ghost" }],
])("a reply that %s: the receipt is read", async (_, unread) => {
  const { watcher, reads, store } = watch();
  using waiter = watcher.expectReply(ref);
  store();
  watcher.onReplies([{ ...reply, result: unread }]);
  expect(await waiter.receipt(5_000)).toEqual(stored);
  expect(reads).toEqual([ref]);
});

test("whoever asks for the stored receipt gets that, beside one who needs the reply alone", async () => {
  const { watcher, store } = watch();
  using own = watcher.expectReply(ref);
  using other = watcher.expectStored(ref);
  store();
  watcher.onReplies([{ ...reply, result }]);
  expect(await own.receipt(5_000)).toEqual({ ref, clock: 7, result });
  expect(await other.receipt(5_000)).toEqual(stored);
});

test("a reply that never comes, or came before anybody listened, is only slow", async () => {
  const { watcher, store } = watch();
  watcher.onReplies([{ ...reply, result }]);
  using lost = watcher.expectReply(ref);
  store();
  expect(await lost.receipt(5_000)).toEqual(stored);
  using again = watcher.expectReply(ref);
  watcher.onDown(new Error("cut"));
  watcher.onUp();
  expect(await again.receipt(5_000)).toEqual(stored);
});

test("when the time is over, or the process stops, nothing is known", async () => {
  const { watcher } = watch();
  using waiter = watcher.expectReply(ref);
  expect(await waiter.receipt(1)).toBeUndefined();
  using stopped = watcher.expectStored(ref);
  const waiting = stopped.receipt(60_000);
  await watcher[Symbol.asyncDispose]();
  expect(await waiting).toBeUndefined();
  using late = watcher.expectReply(ref);
  expect(await late.receipt(60_000)).toBeUndefined();
});
