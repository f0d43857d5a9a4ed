import { expect, test } from "vitest";
import { consume, onEachStore, produce, ref, SOON_MS, upsert } from "./support/harness.ts";

onEachStore((store, queue) => {
  test("clocks issued alone and with items are one strictly increasing series", async () => {
    const options = await queue();
    await using one = await produce(options);
    await using two = await produce(options);
    const clocks: number[] = [];
    for (let row = 0; row < 20; row += 1) {
      const producer = row % 3 === 0 ? one : two;
      clocks.push(
        row % 2 === 0
          ? await producer.issueClock()
          : (await producer.submit(ref(row), upsert, { wait: false })).clock,
      );
    }
    expect(clocks).toEqual(clocks.toSorted((a, b) => a - b));
    expect(new Set(clocks).size).toBe(20);
    const together = await Promise.all(Array.from({ length: 50 }, () => one.issueClock()));
    expect(new Set([...clocks, ...together]).size).toBe(70);
    expect(Math.min(...together)).toBeGreaterThan(clocks.at(-1) ?? Infinity);
    expect(one.highestClock()).toBe(Math.max(...together));

    const floor = (Date.now() + 3_600_000) * 1_000;
    await using ahead = await produce(options, { floor });
    expect(ahead.highestClock()).toBe(floor);
    expect(await ahead.issueClock()).toBe(floor + 1);
    // It is above the clock that a record has, whoever issued that. So are all after it, in every process.
    const seen = floor + 1_000_000;
    expect(await one.issueClock(1, { above: seen })).toBe(seen + 1);
    expect(await ahead.issueClock()).toBe(seen + 2);
  });

  test("an item keeps the clock that it brings, and the others of its chunk get theirs, above it", async () => {
    const options = await queue();
    await using producer = await produce(options);
    await using worker = await consume(options);
    const old = await producer.issueClock();
    // This clock was issued before the store was lost, by a clock that ran ahead.
    const ahead = (Date.now() + 30_000) * 1_000;
    const brought = new Map([
      [3, old],
      [5, ahead],
      // This item is alone in its chunk.
      [0, old],
    ]);
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, row) =>
        producer.submit(ref(row), upsert, { wait: false, clock: brought.get(row) }),
      ),
    );
    await expect.poll(() => worker.rows().length).toBe(9);

    for (const [row, clock] of brought) expect(answers[row]?.clock).toBe(clock);
    const issued = answers.flatMap(({ clock }, row) => (brought.has(row) ? [] : [clock]));
    expect(new Set(issued).size).toBe(6);
    expect(issued).toEqual(issued.toSorted((a, b) => a - b));
    expect(Math.min(...issued)).toBe(ahead + 1);
    const received = worker.received.flatMap(({ items }) => items);
    for (const { ref: name, clock } of received) expect(clock).toBe(answers[name.row]?.clock);
    // Other processes don't fall back behind it either.
    await using other = await produce(options);
    expect(await other.issueClock()).toBeGreaterThan(Math.max(...issued));
  });

  test("a full queue says so beforehand, and its clock goes on", async () => {
    const options = await queue();
    await using producer = await produce(options, { maxBacklog: 1 });
    expect(producer.refusal()).toBeUndefined();
    const { clock } = await producer.submit(ref(0), upsert, { wait: false });
    expect(producer.refusal()).toMatchObject({ reason: "full", outcome: "not-added" });
    expect(await producer.issueClock()).toBeGreaterThan(clock);
  });

  test("no clock while the store is stopped, within the deadline, nor from a producer that ends", async () => {
    const options = await queue();
    const producer = await produce(options, { addTimeoutMs: 1_000 });
    await store().stop();
    try {
      const start = performance.now();
      const error = await producer.issueClock().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name: "QueueUnavailableError",
        reason: "unreachable",
        outcome: "not-added",
      });
      expect(performance.now() - start).toBeLessThan(SOON_MS);
    } finally {
      await store().start();
    }
    await expect.poll(() => producer.issueClock().catch(() => 0), { timeout: 10_000 }).toBeGreaterThan(0);
    await producer[Symbol.asyncDispose]();
    await expect(producer.issueClock()).rejects.toMatchObject({ reason: "closing", outcome: "not-added" });
  }, 30_000);
});
