import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { consume, IGNORED, onEachStore, produce, raw, ref, upsert } from "./support/harness.ts";

onEachStore((store, queue) => {
  test("what is submitted is handled, whole, and its chunk is gone afterwards", async () => {
    const options = await queue();
    await using producer = await produce(options, { replies: IGNORED });
    await using worker = await consume(options);
    const before = Date.now() * 1_000;
    const answers = await Promise.all(
      Array.from({ length: 1_200 }, (_, row) => producer.submit(ref(row), upsert, { wait: row === 7 })),
    );
    await expect.poll(() => worker.rows().length).toBe(1_200);

    expect(worker.rows().toSorted((a, b) => a - b)).toEqual(answers.map((_, row) => row));
    const items = worker.received.flatMap((chunk) => chunk.items);
    for (const item of items)
      expect(item).toEqual({ ref: ref(item.ref.row), clock: answers[item.ref.row]?.clock, upsert });
    expect(worker.received.every((chunk) => !chunk.redelivered && chunk.unreadable.length === 0)).toBe(true);
    expect(worker.received.filter((chunk) => chunk.replyTo !== undefined)).toHaveLength(1);
    expect(Math.max(...worker.received.map((chunk) => chunk.items.length))).toBe(500);
    expect(new Set(answers.map(({ chunkId }) => chunkId))).toEqual(
      new Set(worker.received.map(({ chunkId }) => chunkId)),
    );

    const clocks = answers.map(({ clock }) => clock);
    expect(clocks).toEqual(clocks.toSorted((a, b) => a - b));
    expect(new Set(clocks).size).toBe(1_200);
    expect(clocks[0]).toBeGreaterThan(before - 5_000_000);
    expect(await producer.problems()).toEqual([]);
    expect(await worker.consumer.problems()).toEqual([]);
    await using backend = await raw(options);
    await expect
      .poll(async () =>
        Object.values(
          await backend.shards[0].queues.interactive.getJobCounts("waiting", "active", "completed", "failed"),
        ),
      )
      .toEqual([0, 0, 0, 0]);
    expect(await worker.consumer.oldestChunkAgeMs("interactive")).toBeUndefined();
  });

  test("an idle worker is woken at once", async () => {
    const options = await queue();
    await using producer = await produce(options);
    const taken: number[] = [];
    await using worker = await consume(options, { handle: async () => void taken.push(performance.now()) });
    const latencies: number[] = [];
    for (let row = 0; row < 20; row += 1) {
      await pause(20);
      await producer.submit(ref(row), upsert, { wait: true });
      const added = performance.now();
      await expect.poll(() => taken.length, { interval: 1 }).toBe(row + 1);
      latencies.push((taken[row] ?? Infinity) - added);
    }
    const median = latencies.toSorted((a, b) => a - b)[10];
    expect(median).toBeLessThan(50);
    expect(worker.rows()).toHaveLength(20);
  });

  test("clocks increase over all producers, and stay above the floor", async () => {
    const options = await queue();
    await using one = await produce(options);
    await using two = await produce(options);
    const clocks: number[] = [];
    for (let row = 0; row < 30; row += 1) {
      clocks.push((await (row % 2 === 0 ? one : two).submit(ref(row), upsert, { wait: false })).clock);
    }
    expect(clocks).toEqual(clocks.toSorted((a, b) => a - b));
    expect(new Set(clocks).size).toBe(30);

    // The records say that clocks ran ahead, as after the loss of the store.
    const floor = (Date.now() + 3_600_000) * 1_000;
    await using ahead = await produce(options, { floor });
    expect((await ahead.submit(ref(40), upsert, { wait: false })).clock).toBe(floor + 1);
    // That is an alarm, but no reason to stop.
    expect(ahead.storeAheadMs()).toBeGreaterThan(3_500_000);
    expect(Math.abs(two.storeAheadMs())).toBeLessThan(60_000);
    expect(await ahead.problems()).toEqual([]);
    // No process falls back behind them.
    expect((await one.submit(ref(41), upsert, { wait: false })).clock).toBe(floor + 2);
  });

  test("a handler that fails gets its chunk again", async () => {
    const options = await queue();
    await using producer = await produce(options);
    let failures = 3;
    await using worker = await consume(options, {
      async handle() {
        if (failures > 0) throw new Error(`failure ${(failures -= 1)}`);
      },
    });
    await producer.submit(ref(0), upsert, { wait: false });
    await expect.poll(() => worker.received.length, { timeout: 15_000 }).toBe(4);
    expect(worker.received.map(({ redelivered }) => redelivered)).toEqual([false, true, true, true]);
    expect(worker.errors.map(({ message }) => message).join()).toMatch(/Chunk c\w+ failed: failure 0/);
  }, 30_000);

  test("past the backlog's limit nothing is added, and the answer says why", async () => {
    const options = await queue();
    await using producer = await produce(options, { maxBacklog: 3 });
    for (let row = 0; row < 3; row += 1) await producer.submit(ref(row), upsert, { wait: false });
    const error = await producer.submit(ref(3), upsert, { wait: false }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "QueueUnavailableError", reason: "full", outcome: "not-added" });
    await producer.problems();
    await expect.poll(() => producer.backlog().estimatedStartMs).toBeGreaterThan(0);
    expect(producer.backlog().waitingChunks).toBe(3);
    await using worker = await consume(options);
    await expect.poll(() => worker.rows().length).toBe(3);
    await expect.poll(() => producer.backlog().waitingChunks).toBe(0);
    await producer.submit(ref(4), upsert, { wait: false });
  }, 20_000);
});
