import type { Reply } from "@onefold/queue";
import { expect, test } from "vitest";
import { createWaker } from "./waker.ts";

const named = (row: number, result?: string): Reply => ({
  jobId: "job_1",
  row,
  clock: row,
  ...(result !== undefined && { result }),
});

/** A waker whose store takes nothing before it is let go. */
function hold(most?: { replies: number; characters: number }) {
  const sent: [string, readonly Reply[]][] = [];
  const gate = Promise.withResolvers<void>();
  const waker = createWaker({
    reply: async (replyTo, replies) => {
      sent.push([replyTo, replies]);
      await gate.promise;
    },
    ...(most && { most }),
  });
  return { waker, sent, letGo: gate.resolve };
}

test("what is said in one go is sent in one go, to each process what is for it", async () => {
  const { waker, sent, letGo } = hold();
  waker.wake("a", named(1, "{}"));
  waker.wake("b", named(2, "{}"));
  waker.wake("a", named(3, "{}"));
  letGo();
  await waker.idle();
  expect(sent).toEqual([
    ["a", [named(1, "{}"), named(3, "{}")]],
    ["b", [named(2, "{}")]],
  ]);
});

test("while the store is slow the rest gathers, within bounds", async () => {
  const { waker, sent, letGo } = hold({ replies: 3, characters: 5 });
  waker.wake("a", named(0));
  await expect.poll(() => sent).toHaveLength(1);
  waker.wake("a", named(1, "1234"));
  waker.wake("a", named(2, "12"));
  waker.wake("a", named(3, "1"));
  waker.wake("a", named(4));
  letGo();
  await waker.idle();
  expect(sent[1]).toEqual(["a", [named(1, "1234"), named(2), named(3, "1")]]);
  // There is room again.
  waker.wake("a", named(5, "12345"));
  await waker.idle();
  expect(sent[2]).toEqual(["a", [named(5, "12345")]]);
});
