import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createConsumer, QueueUnavailableError } from "../src/index.ts";
import { attempt, consume, onEachStore, produce, ref, SOON_MS, upsert } from "./support/harness.ts";

onEachStore((store, queue) => {
  test("a worker killed with kill -9 loses nothing: another one gets its chunks, marked", async () => {
    const options = await queue();
    await using producer = await produce(options);
    const killed = new Set<string>();
    // It is killed twice, since the default of maxStalledCount ends a job at the second time for good.
    for (let round = 0; round < 2; round += 1) {
      const child = fork(join(import.meta.dirname, "support/consumer-child.ts"), [
        options.url,
        options.namespace,
      ]);
      const given = new Promise<string>((resolve) =>
        child.on(
          "message",
          (message: { chunkId?: string }) => message.chunkId !== undefined && resolve(message.chunkId),
        ),
      );
      if (round === 0) await producer.submit(ref(0), upsert, { wait: false });
      killed.add(await given);
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
    await using worker = await consume(options);
    await expect.poll(() => worker.received.length, { timeout: 15_000 }).toBe(1);
    expect(killed).toEqual(new Set([worker.received[0]?.chunkId]));
    expect(worker.received[0]?.redelivered).toBe(true);
  }, 60_000);

  test("while the store is stopped an add is refused soon, and works again after", async () => {
    const options = await queue();
    await using producer = await produce(options, { addTimeoutMs: 1_000 });
    await using worker = await consume(options);
    await producer.submit(ref(0), upsert, { wait: false });
    // Before the stop, for a chunk that is under way then comes back only once it is taken for stalled.
    await expect.poll(() => worker.rows()).toContain(0);
    await store().stop();
    try {
      for (let row = 1; row < 4; row += 1) {
        const start = performance.now();
        const error = await producer
          .submit(ref(row), upsert, { wait: false })
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(QueueUnavailableError);
        expect(performance.now() - start).toBeLessThan(SOON_MS);
      }
      expect((await producer.problems())[0]?.what).toMatch(/not reachable/);
      expect((await worker.consumer.problems())[0]?.what).toMatch(/not reachable/);
    } finally {
      await store().start();
    }
    await expect.poll(() => attempt(producer, 9), { timeout: 10_000 }).toBe("added");
    // The worker from before the stop goes on too.
    await expect.poll(() => worker.rows().includes(9), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => producer.problems()).toEqual([]);
  }, 60_000);

  test("a store that hangs is answered for within the deadline, and recovers", async () => {
    const options = await queue();
    await using producer = await produce(options, { addTimeoutMs: 700 });
    await producer.submit(ref(0), upsert, { wait: false });
    store().freeze();
    try {
      const start = performance.now();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 1_500 }, (_, row) => producer.submit(ref(row), upsert, { wait: false })),
      );
      expect(performance.now() - start).toBeLessThan(SOON_MS);
      for (const outcome of outcomes) {
        expect(outcome.status === "rejected" && outcome.reason).toBeInstanceOf(QueueUnavailableError);
      }
    } finally {
      store().thaw();
    }
    await expect.poll(() => attempt(producer, 9), { timeout: 10_000 }).toBe("added");
  }, 30_000);

  test("a producer that is started without its store says so; a consumer waits for it", async () => {
    const options = await queue();
    await store().stop();
    let starting: ReturnType<typeof consume>;
    try {
      await expect(produce(options, { startTimeoutMs: 600 })).rejects.toThrow(
        /is not reachable after 1 s: .*ECONNREFUSED/,
      );
      starting = consume(options);
      const stop = new AbortController();
      const given = createConsumer({
        ...options,
        concurrency: 1,
        handle: async () => undefined,
        signal: stop.signal,
      });
      stop.abort();
      await expect(given).rejects.toThrow(/abort/i);
    } finally {
      await store().start();
    }
    await using worker = await starting;
    await using producer = await produce(options);
    await producer.submit(ref(1), upsert, { wait: false });
    await expect.poll(() => worker.rows()).toEqual([1]);
  }, 30_000);
});
