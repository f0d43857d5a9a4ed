import { expect, test } from "vitest";
import type { ReceivedReply } from "@onefold/queue";
import { consume, onEachStore, produce, ref, upsert } from "./support/harness.ts";

const LARGE = JSON.stringify("x".repeat(300_000));

onEachStore((_store, queue) => {
  test("a worker's reply reaches the process that waits, and no other", async () => {
    const options = await queue();
    const [own, other] = [listener(), listener()];
    await using producer = await produce(options, { replies: own });
    await using _other = await produce(options, { replies: other });
    await Promise.all([own.up, other.up]);
    await using worker = await consume(options, {
      async handle({ replyTo = "", items }) {
        const replies = items.map(({ ref: { jobId, row }, clock }) => ({ jobId, row, clock }));
        await worker.consumer.reply(replyTo, [
          ...replies.map((reply) => ({ ...reply, result: '{"what":"ünïcode"}' })),
          ...replies.map((reply) => ({ ...reply, result: LARGE })),
        ]);
      },
    });
    const { clock } = await producer.submit(ref(3), upsert, { wait: true });
    await expect.poll(() => own.received).toHaveLength(2);
    const { jobId } = ref(3);
    expect(own.received).toEqual([
      { jobId, row: 3, clock, result: { what: "ünïcode" } },
      { jobId, row: 3, clock, result: undefined },
    ]);
    expect(other.received).toEqual([]);
  });

  test("a chunk that nobody waits for names no channel", async () => {
    const options = await queue();
    await using producer = await produce(options, { replies: listener() });
    await using worker = await consume(options);
    await producer.submit(ref(1), upsert, { wait: false });
    await expect.poll(() => worker.received).toHaveLength(1);
    expect(worker.received[0]?.replyTo).toBeUndefined();
  });
});

function listener() {
  const received: ReceivedReply[] = [];
  const { promise: up, resolve: onUp } = Promise.withResolvers<void>();
  return {
    received,
    up,
    onUp,
    onReplies: (replies: readonly ReceivedReply[]) => void received.push(...replies),
    onDown: () => {},
  };
}
