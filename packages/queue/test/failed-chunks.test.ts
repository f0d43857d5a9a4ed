import { expect, test } from "vitest";
import { chunkJobOptions } from "../src/chunk-job.ts";
import { chunkTime, newChunkId } from "../src/chunk-id.ts";
import { buildChunk } from "../src/chunk.ts";
import { createSweeper } from "../src/index.ts";
import type { SweepReport } from "../src/index.ts";
import { consume, onEachStore, raw, ref, upsert } from "./support/harness.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

const NOTHING: SweepReport = {
  removed: [],
  retried: [],
  rejected: [],
  parked: [],
  expired: [],
  repaired: [],
  oldestAt: undefined,
  lookedAt: NaN,
};

/** Leaves out when it was. */
const anyTime = (report: SweepReport): SweepReport => ({ ...report, lookedAt: NaN });

onEachStore((_store, queue) => {
  test("unreadable bodies reach the handler by name; a chunk without names is parked", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const chunk = buildChunk([0, 1].map((row) => ({ ref: ref(row), clock: 10 + row, upsert })));
    const data = { version: 2, bodies: [upsert, { entity: "ghost" }] };
    const [good, nameless, old] = [
      newChunkId(Date.now()),
      newChunkId(Date.now()),
      newChunkId(Date.now() - 60_000),
    ];
    await backend.shards[0].queues.interactive.add(chunk.name, data, chunkJobOptions(good));
    await backend.shards[0].queues.interactive.add("chunk", { version: 1 }, chunkJobOptions(nameless));
    await backend.shards[0].queues.interactive.add(chunk.name, data, chunkJobOptions(old));
    await using worker = await consume(options, { parkOlderThanMs: 30_000 });
    await expect.poll(() => worker.errors.length).toBe(2);
    expect(worker.received).toEqual([
      {
        chunkId: good,
        lane: "interactive",
        items: [{ ref: ref(0), clock: 10, upsert }],
        unreadable: [{ ref: ref(1), clock: 11, body: { entity: "ghost" } }],
        redelivered: false,
      },
    ]);
    await expect
      .poll(async () =>
        (await backend.shards[0].queues.interactive.getRanges(["failed"], 0, 9, true)).toSorted(),
      )
      .toEqual([nameless, old].toSorted());
  });

  test("the sweeper gives every failed chunk the end that it needs", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const add = async (items: number[], readable: boolean, age = 0) => {
      const chunk = buildChunk(items.map((row) => ({ ref: ref(row), clock: row, upsert })));
      const chunkId = newChunkId(Date.now() - age);
      const data = readable ? chunk.data : { version: 2, bodies: items.map(() => "?") };
      await backend.shards[0].queues.interactive.add(chunk.name, data, {
        ...chunkJobOptions(chunkId),
        attempts: 1,
      });
      return chunkId;
    };
    const parked = newChunkId(Date.now());
    await backend.shards[0].queues.interactive.add(
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
        .poll(
          async () => (await backend.shards[0].queues.interactive.getRanges(["failed"], 0, 9, true)).length,
          {
            timeout: 10_000,
          },
        )
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
    expect(Math.abs(report.lookedAt - Date.now())).toBeLessThan(10_000);
    expect(anyTime(report)).toEqual({
      ...NOTHING,
      removed: [done],
      retried: [open],
      rejected: [unreadable],
      parked: [parked],
      expired: [old],
      oldestAt: chunkTime(open),
    });
    expect(rejected).toEqual([{ ref: ref(4), clock: 4, body: "?" }]);
    expect(anyTime(await sweeper.sweep())).toEqual({
      ...NOTHING,
      parked: [parked],
      oldestAt: chunkTime(open),
    });

    await using worker = await consume(options);
    await expect.poll(() => worker.rows()).toEqual([2, 3]);
    expect(worker.received[0]).toMatchObject({
      chunkId: open,
      redelivered: true,
      items: [{ clock: 2 }, { clock: 3 }],
    });
  }, 20_000);

  test("a chunk of the version before whose wait is broken is read in both queues", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const refs = [{ ...ref(0), clock: 10 }];
    const chunk = { version: 1, wait: "?", refs, bodies: [upsert] };
    for (const lane of ["bulk", "interactive"] as const)
      await backend.shards[0].queues[lane].add("chunk", chunk, chunkJobOptions(newChunkId(Date.now())));
    await using worker = await consume(options);
    await expect.poll(() => worker.received.length).toBe(2);
    const seen = worker.received.map(({ lane, unreadable }) => [lane, unreadable.length]);
    expect(seen.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ["bulk", 1],
      ["interactive", 1],
    ]);
  });

  test("the sweeper looks after the chunks of uploads as well", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const chunkId = newChunkId(Date.now());
    const chunk = buildChunk([{ ref: ref(6), clock: 6, upsert }]);
    await backend.shards[0].queues.bulk.add(chunk.name, chunk.data, {
      ...chunkJobOptions(chunkId),
      attempts: 1,
    });
    {
      await using _worker = await consume(options, { handle: () => Promise.reject(new Error("no")) });
      await expect
        .poll(() => backend.shards[0].queues.bulk.getRanges(["failed"], 0, 9, true))
        .toEqual([chunkId]);
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

  test(
    "250 parked chunks hide none behind them, are fetched once, and go with the retention",
    { ...THOROUGH, timeout: 60_000 },
    async () => {
      const options = await queue();
      await using backend = await raw(options);
      const failing = (chunkId: string) => ({ ...chunkJobOptions(chunkId), attempts: 1 });
      const nameless = Array.from({ length: 250 }, () => newChunkId(Date.now()));
      for (const chunkId of nameless)
        await backend.shards[0].queues.bulk.add("chunk", { nobody: true }, failing(chunkId));
      const hasFailed = async (count: number) =>
        await expect
          .poll(async () => (await backend.shards[0].queues.bulk.getJobCounts("failed"))["failed"], {
            timeout: 20_000,
          })
          .toBe(count);
      const handle = () => Promise.reject(new Error("no"));
      const behind = newChunkId(Date.now());
      {
        await using _worker = await consume(options, { handle });
        await hasFailed(250);
        const chunk = buildChunk([{ ref: ref(7), clock: 7, upsert }]);
        await backend.shards[0].queues.bulk.add(chunk.name, chunk.data, failing(behind));
        await hasFailed(251);
      }
      const swept = {
        ...options,
        intervalMs: 3_600_000,
        isComplete: async () => false,
        rejectUnreadable: async () => undefined,
      };
      await using sweeper = createSweeper(swept);
      const report = await sweeper.sweep();
      expect(report.retried).toEqual([behind]);
      expect(report.parked.toSorted()).toEqual(nameless.toSorted());
      expect((await sweeper.sweep()).parked).toHaveLength(250);
      await using later = createSweeper({ ...swept, parkOlderThanMs: 1 });
      expect((await later.sweep()).expired.toSorted()).toEqual(nameless.toSorted());
      await hasFailed(0);
    },
  );
});
