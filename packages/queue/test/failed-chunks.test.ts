import { expect, test } from "vitest";
import { chunkJobOptions } from "../src/chunk-job.ts";
import { newChunkId } from "../src/chunk-id.ts";
import { buildChunk } from "../src/chunk.ts";
import { createSweeper } from "../src/index.ts";
import { consume, onEachStore, raw, ref, upsert } from "./harness.ts";

onEachStore((_store, queue) => {
  test("unreadable bodies reach the handler by name; a chunk without names is parked", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const chunk = buildChunk(
      [0, 1].map((row) => ({ ref: ref(row), clock: 10 + row, upsert })),
      false,
    );
    chunk.bodies[1] = { entity: "ghost" };
    const [good, nameless, old] = [newChunkId(), newChunkId(), newChunkId(Date.now() - 60_000)];
    await backend.queues.interactive.add("chunk", chunk, chunkJobOptions(good));
    await backend.queues.interactive.add("chunk", { version: 1 }, chunkJobOptions(nameless));
    await backend.queues.interactive.add("chunk", chunk, chunkJobOptions(old));
    await using worker = await consume(options, { parkOlderThanMs: 30_000 });
    await expect.poll(() => worker.errors.length, { timeout: 5_000 }).toBe(2);
    expect(worker.received).toEqual([
      {
        chunkId: good,
        lane: "interactive",
        wait: false,
        items: [{ ref: ref(0), clock: 10, upsert }],
        unreadable: [{ ref: ref(1), clock: 11 }],
        redelivered: false,
      },
    ]);
    await expect
      .poll(async () => (await backend.queues.interactive.getRanges(["failed"], 0, 9, true)).toSorted())
      .toEqual([nameless, old].toSorted());
  });

  test("the sweeper gives every failed chunk the end that it needs", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const add = async (items: number[], readable: boolean, age = 0) => {
      const chunk = buildChunk(
        items.map((row) => ({ ref: ref(row), clock: row, upsert })),
        false,
      );
      const chunkId = newChunkId(Date.now() - age);
      const data = readable ? chunk : { ...chunk, bodies: items.map(() => "?") };
      await backend.queues.interactive.add("chunk", data, { ...chunkJobOptions(chunkId), attempts: 1 });
      return chunkId;
    };
    const parked = newChunkId();
    await backend.queues.interactive.add(
      "chunk",
      { nobody: true },
      { ...chunkJobOptions(parked), attempts: 1 },
    );
    const done = await add([1], true);
    const open = await add([2, 3], true);
    const unreadable = await add([4], false);
    const old = await add([5], true, 60_000);
    {
      await using worker = await consume(options, { handle: () => Promise.reject(new Error("no")) });
      await expect
        .poll(async () => (await backend.queues.interactive.getRanges(["failed"], 0, 9, true)).length)
        .toBe(5);
      expect(worker.errors.length).toBeGreaterThanOrEqual(5);
    }

    const rejected: unknown[] = [];
    await using sweeper = createSweeper({
      ...options,
      intervalMs: 3_600_000,
      isComplete: async (refs) => refs.every(({ row }) => row === 1),
      rejectUnreadable: async (items) => void rejected.push(...items),
      parkOlderThanMs: 30_000,
    });
    const report = await sweeper.sweep();
    expect(report).toEqual({
      removed: [done],
      retried: [open],
      rejected: [unreadable],
      parked: [parked, old],
    });
    expect(rejected).toEqual([{ ref: ref(4), clock: 4 }]);
    expect(await sweeper.sweep()).toEqual({ removed: [], retried: [], rejected: [], parked: [parked, old] });

    await using worker = await consume(options);
    await expect.poll(() => worker.rows()).toEqual([2, 3]);
    expect(worker.received[0]).toMatchObject({
      chunkId: open,
      redelivered: true,
      items: [{ clock: 2 }, { clock: 3 }],
    });
  }, 20_000);

  test("nobody waits for a chunk of a batch, whatever is broken in it", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const chunk = { ...buildChunk([{ ref: ref(0), clock: 10, upsert }], false), wait: "?" };
    for (const lane of ["bulk", "interactive"] as const)
      await backend.queues[lane].add("chunk", chunk, chunkJobOptions(newChunkId()));
    await using worker = await consume(options);
    await expect.poll(() => worker.received.length).toBe(2);
    const waits = worker.received.map(({ lane, wait, unreadable }) => [lane, wait, unreadable.length]);
    expect(waits.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ["bulk", false, 1],
      ["interactive", true, 1],
    ]);
  });

  test("the sweeper looks after the chunks of batches as well", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const chunkId = newChunkId();
    const chunk = buildChunk([{ ref: ref(6), clock: 6, upsert }], false);
    await backend.queues.bulk.add("chunk", chunk, { ...chunkJobOptions(chunkId), attempts: 1 });
    {
      await using _worker = await consume(options, { handle: () => Promise.reject(new Error("no")) });
      await expect.poll(() => backend.queues.bulk.getRanges(["failed"], 0, 9, true)).toEqual([chunkId]);
    }
    await using sweeper = createSweeper({
      ...options,
      intervalMs: 3_600_000,
      isComplete: async () => false,
      rejectUnreadable: async () => undefined,
    });
    expect((await sweeper.sweep()).retried).toEqual([chunkId]);
    await using worker = await consume(options);
    await expect.poll(() => worker.rows()).toEqual([6]);
    expect(worker.received[0]).toMatchObject({ chunkId, lane: "bulk", redelivered: true });
  });
});
