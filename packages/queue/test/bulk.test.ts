import { CHUNK_MAX_BYTES } from "@onefold/contract";
import { expect, test } from "vitest";
import { consume, IGNORED, onEachStore, produce, ref, SOON_MS, upsert } from "./support/harness.ts";

const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ref: { ...ref(from + index), upload: true as const },
    upsert,
  }));

onEachStore((store, queue) => {
  test("rows of uploads arrive whole, as one chunk, with clocks of the one series", async () => {
    const options = await queue();
    await using producer = await produce(options, { replies: IGNORED });
    await using worker = await consume(options);
    const before = await producer.issueClock();
    const first = await producer.submitBulk(rows(0, 500));
    const single = await producer.submit(ref(1_000), upsert, { wait: true });
    const second = await producer.submitBulk(rows(500, 3), { bytes: 900 });
    await expect.poll(() => worker.rows().length).toBe(504);

    expect(first.firstClock).toBeGreaterThan(before);
    expect(single.clock).toBeGreaterThan(first.firstClock + 499);
    expect(second.firstClock).toBeGreaterThan(single.clock);
    expect(producer.highestClock()).toBe(second.firstClock + 2);
    const bulk = worker.received.filter(({ lane }) => lane === "bulk");
    // Nobody waits for a row of an upload.
    expect(bulk.map(({ replyTo, items }) => [replyTo, items.length])).toEqual([
      [undefined, 500],
      [undefined, 3],
    ]);
    expect(bulk[0]?.items).toEqual(
      rows(0, 500).map((item, index) => ({ ...item, clock: first.firstClock + index })),
    );
    expect(worker.received.filter(({ lane }) => lane === "interactive")).toMatchObject([
      { chunkId: single.chunkId, replyTo: expect.any(String) },
    ]);
    expect(await worker.consumer.oldestChunkAgeMs("bulk")).toBeUndefined();
  });

  test("a chunk that is far too large, or empty, is a mistake of the caller", async () => {
    await using producer = await produce(await queue());
    await expect(producer.submitBulk([])).rejects.toThrow(RangeError);
    await expect(producer.submitBulk(rows(0, 501))).rejects.toThrow(RangeError);
    await expect(producer.submitBulk(rows(0, 2), { bytes: 2 * CHUNK_MAX_BYTES + 1 })).rejects.toThrow(
      RangeError,
    );
    const large = { ...upsert, set: { notes: "x".repeat(CHUNK_MAX_BYTES) } };
    const two = rows(0, 3).map((item) => ({ ...item, upsert: large }));
    await expect(producer.submitBulk(two)).rejects.toThrow(RangeError);
    await producer.submitBulk(two.slice(0, 1));
    expect(producer.bulkBacklog().waitingChunks).toBe(1);
  });

  test("a flood of uploads is refused by a limit of its own, and refuses no single item", async () => {
    const options = await queue();
    await using producer = await produce(options, { maxBulkBacklog: 3, maxBacklog: 3 });
    for (let chunk = 0; chunk < 3; chunk += 1) await producer.submitBulk(rows(chunk, 1));
    const full = { name: "QueueUnavailableError", reason: "full", outcome: "not-added" };
    await expect(producer.submitBulk(rows(9, 1))).rejects.toMatchObject(full);
    expect(producer.refusal("bulk")).toMatchObject(full);
    expect(producer.refusal()).toBeUndefined();
    await producer.submit(ref(100), upsert, { wait: false });
    expect(await producer.problems()).toEqual([]);
    await expect.poll(() => producer.bulkBacklog().estimatedStartMs).toBeGreaterThan(0);
    expect([producer.bulkBacklog().waitingChunks, producer.backlog().waitingChunks]).toEqual([3, 1]);

    // It is the same the other way round.
    for (let row = 101; row < 103; row += 1) await producer.submit(ref(row), upsert, { wait: false });
    await expect(producer.submit(ref(103), upsert, { wait: false })).rejects.toMatchObject(full);

    await using worker = await consume(options);
    await expect.poll(() => worker.rows().length).toBe(6);
    await expect.poll(() => producer.refusal("bulk")).toBeUndefined();
    await producer.submitBulk(rows(9, 1));
  }, 20_000);

  test("a worker full of uploads takes a single item at once", async () => {
    const options = await queue();
    await using producer = await produce(options);
    const gate = Promise.withResolvers<void>();
    let bulkHeld = 0;
    await using worker = await consume(options, {
      concurrency: 1,
      bulkConcurrency: 2,
      async handle({ lane }) {
        if (lane !== "bulk") return;
        bulkHeld += 1;
        await gate.promise;
      },
    });
    // Each of a cluster's 8 shards has a part of them.
    const mostHeld = store().kind === "cluster" ? 8 : 2;
    const chunks = 2 * mostHeld;
    for (let chunk = 0; chunk < chunks; chunk += 1) await producer.submitBulk(rows(chunk, 1));
    await expect.poll(() => bulkHeld).toBe(mostHeld);
    await producer.submit(ref(50), upsert, { wait: true });
    await expect.poll(() => worker.rows().includes(50)).toBe(true);
    expect(bulkHeld).toBe(mostHeld);
    expect(await worker.consumer.oldestChunkAgeMs("bulk")).toBeGreaterThan(0);
    gate.resolve();
    await expect.poll(() => worker.rows().length).toBe(chunks + 1);
  });

  test("closing waits for the handlers of uploads, and for chunks on their way", async () => {
    const options = await queue();
    const producer = await produce(options);
    const gate = Promise.withResolvers<void>();
    const worker = await consume(options, { handle: () => gate.promise });
    const adding = producer.submitBulk(rows(0, 1));
    await producer[Symbol.asyncDispose]();
    await adding;
    await expect(producer.submitBulk(rows(1, 1))).rejects.toMatchObject({ reason: "closing" });
    await expect.poll(() => worker.received.length).toBe(1);
    let closed = false;
    const closing = worker.consumer.close(10_000).then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(closed).toBe(false);
    gate.resolve();
    await closing;
    await using next = await consume(options);
    await expect.poll(() => next.consumer.oldestChunkAgeMs("bulk")).toBeUndefined();
    expect(next.received).toEqual([]);
  });

  test("while the store is stopped a chunk is refused in time, with what is known of it", async () => {
    const options = await queue();
    await using producer = await produce(options, { addTimeoutMs: 1_000 });
    await store().stop();
    try {
      const start = performance.now();
      const error = await producer.submitBulk(rows(0, 2)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name: "QueueUnavailableError",
        reason: "unreachable",
        outcome: "not-added",
      });
      expect(performance.now() - start).toBeLessThan(SOON_MS);
    } finally {
      await store().start();
    }
    const again = () =>
      producer.submitBulk(rows(0, 2)).then(
        () => "added",
        () => "refused",
      );
    await expect.poll(again, { timeout: 10_000 }).toBe("added");
  }, 30_000);
});
