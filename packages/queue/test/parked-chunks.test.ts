import { UnrecoverableError } from "bullmq";
import { expect, test } from "vitest";
import { chunkJobOptions } from "../src/chunk-job.ts";
import type { Lane } from "../src/chunk-job.ts";
import { chunkTime, newChunkId } from "../src/chunk-id.ts";
import { buildChunk } from "../src/chunk.ts";
import { createSweeper, openParkedChunks } from "../src/index.ts";
import { createParkedCount } from "../src/parked/count-parked.ts";
import type { Backend } from "../src/stores/backend.ts";
import { consume, onEachStore, produce, raw, ref, upsert } from "./support/harness.ts";
import type { TestQueue } from "./support/harness.ts";

const DAY_MS = 86_400_000;
const item = (row: number) => ({ ref: { ...ref(row), acceptedAt: Date.now() }, clock: row, upsert });
const mendedOf = (...rows: number[]) => buildChunk(rows.map(item));
/** As a human writes it: no checksum. */
const byHand = (...rows: number[]) => ({
  name: "chunk",
  data: {
    version: 1,
    wait: false,
    refs: rows.map((row) => ({ ...item(row).ref, clock: row })),
    bodies: rows.map(() => upsert),
  },
});

const open = (options: TestQueue, more: { now?: () => number } = {}) =>
  openParkedChunks({ ...options, parkOlderThanMs: 30 * DAY_MS, ...more });

interface Broken {
  readonly lane?: Lane;
  readonly id?: string;
  readonly name?: string;
  readonly data?: unknown;
}

/** Adds what nobody can read to the last shard. */
async function addBroken(backend: Backend, broken: Broken = {}): Promise<string> {
  const { lane = "interactive", id = newChunkId(Date.now()), name = "chunk" } = broken;
  const { data = { nobody: "jane" } } = broken;
  await backend.shards.at(-1)?.queues[lane].add(name, data, chunkJobOptions(id));
  return id;
}

const failedIds = async (backend: Backend) => {
  const lists = backend.shards.flatMap((shard) =>
    (["interactive", "bulk"] as const).map((lane) => shard.failed(lane).names(0, 1_000)),
  );
  return (await Promise.all(lists)).flat().map(({ id }) => id);
};

/** Lets a real worker park what there is. */
async function park(options: TestQueue, backend: Backend, count: number): Promise<void> {
  await using _worker = await consume(options);
  await expect.poll(async () => (await failedIds(backend)).length, { timeout: 10_000 }).toBe(count);
}

const swept = (options: TestQueue) =>
  createSweeper({
    ...options,
    intervalMs: 3_600_000,
    isComplete: async () => false,
    rejectUnreadable: async () => undefined,
    parkOlderThanMs: 30 * DAY_MS,
  });

onEachStore((_store, queue) => {
  test("they are listed by pages, the oldest first, beside chunks that only failed, and shown whole", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const now = Date.now();
    const ids = [3, 2, 1].map((hours) => newChunkId(now - hours * 3_600_000));
    const [first = "", second = "", third = ""] = ids;
    await addBroken(backend, { id: third, name: "2 00000000 [true,[]]", data: { version: 2, bodies: [] } });
    await addBroken(backend, { id: first, lane: "bulk" });
    await addBroken(backend, { id: second });
    const readable = newChunkId(now - 4 * 3_600_000);
    for (const [id, chunk] of [
      [readable, mendedOf(1)],
      [newChunkId(now), byHand(2)],
    ] as const)
      await backend.shards[0].queues.interactive.add(chunk.name, chunk.data, {
        ...chunkJobOptions(id),
        attempts: 1,
      });
    {
      await using _worker = await consume(options, { handle: () => Promise.reject(new Error("no")) });
      await expect.poll(async () => (await failedIds(backend)).length, { timeout: 10_000 }).toBe(5);
    }

    await using parked = await open(options);
    const page = await parked.list({ limit: 2 });
    expect(page.chunks.map(({ id }) => id)).toEqual([first, second]);
    expect(page.chunks[0]).toEqual({
      id: first,
      lane: "bulk",
      shard: backend.shards.length - 1,
      madeAt: new Date(chunkTime(first) ?? NaN).toISOString(),
      failedAt: expect.stringMatching(/^\d{4}-/),
      cause: "The chunk's refs can't be read.",
      attempts: 1,
      bytes: expect.any(Number),
    });
    const rest = await parked.list({ limit: 2, after: page.next });
    expect(rest).toMatchObject({ chunks: [{ id: third, cause: "The chunk's names can't be read." }] });
    expect(rest.next).toBeUndefined();
    expect(await parked.list({ limit: 3 })).not.toHaveProperty("next");

    expect(await parked.read(first)).toMatchObject({
      failedReason: "The chunk's refs can't be read. It is parked.",
      content: { name: "chunk", data: { nobody: "jane" } },
      isCut: false,
    });
    await expect(parked.read(readable)).rejects.toMatchObject({ reason: "gone" });

    await using producer = await produce(options);
    expect((await producer.look()).parked).toEqual({ chunks: 3, oldestAt: chunkTime(first) });
    await parked.drop(first);
    expect((await producer.look()).parked).toEqual({ chunks: 2, oldestAt: chunkTime(second) });
  }, 30_000);

  test("all are counted, by their names; data is read where names stand in it, once, by one count at a time", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const old = newChunkId(Date.now() - 3_600_000);
    const shard = backend.shards.at(-1) ?? backend.shards[0];
    const failed = shard.failed("interactive");
    const inData = await addBroken(backend);
    const readable = newChunkId(Date.now());
    const chunk = byHand(1);
    const once = { ...chunkJobOptions(readable), attempts: 1 };
    await shard.queues.interactive.add(chunk.name, chunk.data, once);
    const name = `2 00000000 ["${"x".repeat(10)}"]`;
    for (let count = 0; count < 1_100; count++)
      await addBroken(backend, { name, id: newChunkId(Date.now()), data: { version: 2, bodies: [] } });
    await addBroken(backend, { name, id: old });
    {
      await using _worker = await consume(options, { handle: () => Promise.reject(new Error("no")) });
      const last = async () => (await failed.names(1_102, 9)).length;
      await expect.poll(last, { timeout: 60_000 }).toBe(1);
    }
    const reads: string[] = [];
    const shards = backend.shards.map((each) => ({
      failed: (lane: Lane) => {
        const chunks = each.failed(lane);
        return { ...chunks, read: (id: string) => (reads.push(id), chunks.read(id)) };
      },
    }));
    const count = createParkedCount(shards);
    const counts = await Promise.all([count(), count()]);
    for (const each of [...counts, await count()])
      expect(each).toEqual({ chunks: 1_102, oldestAt: chunkTime(old) });
    expect(reads.toSorted()).toEqual([inData, readable].toSorted());
  }, 120_000);

  test("what is longer than is shown is cut", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const id = await addBroken(backend, { data: { long: "x".repeat(5_000_000) } });
    await park(options, backend, 1);
    await using parked = await open(options);
    const { isCut, bytes, content } = await parked.read(id);
    expect([isCut, bytes > 5_000_000, String(content.data).length]).toEqual([true, true, 4_000_000 - 5]);
  }, 30_000);

  test("a mended one is applied under its own id, and counts again among what is in the queue", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const id = await addBroken(backend, { lane: "bulk" });
    await park(options, backend, 1);
    await using sweeper = swept(options);
    expect(await sweeper.sweep()).toMatchObject({ parked: [id], oldestAt: undefined });
    await using parked = await open(options);
    await parked.replay(id, parked.judge(byHand(5, 6)));
    expect(await parked.list({ limit: 9 })).toEqual({ chunks: [] });
    await expect(parked.read(id)).rejects.toMatchObject({ reason: "gone" });
    // The sweeper that knew it as parked sees it wait.
    expect(await sweeper.sweep()).toMatchObject({ parked: [], oldestAt: chunkTime(id) });
    await using worker = await consume(options);
    await expect.poll(() => worker.rows()).toEqual([5, 6]);
    expect(worker.received[0]).toMatchObject({
      chunkId: id,
      lane: "bulk",
      items: [{ clock: 5 }, { clock: 6 }],
    });
    expect(worker.errors).toEqual([]);
  }, 30_000);

  test("a look of the sweeper that was under way when one was replayed still counts it", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const id = await addBroken(backend);
    await park(options, backend, 1);
    const oldest = async () =>
      (await Promise.all(backend.shards.map((shard) => shard.oldestChunk("interactive", [id])))).find(
        Boolean,
      );
    expect(await oldest()).toBeUndefined();
    await using parked = await open(options);
    await parked.replay(id, parked.judge(mendedOf(1)));
    expect(await oldest()).toBe(id);
  }, 30_000);

  test.each(["names in its name", "names in its data"])(
    "one with %s that was mended and fails again is retried as any other",
    async (what) => {
      const options = await queue();
      await using backend = await raw(options);
      const name = what.endsWith("data") ? "chunk" : "2 00000000 [true,[]]";
      const id = await addBroken(backend, { name });
      await park(options, backend, 1);
      await using sweeper = swept(options);
      expect(await sweeper.sweep()).toMatchObject({ parked: [id], oldestAt: undefined });
      await using parked = await open(options);
      await parked.replay(id, parked.judge(what.endsWith("data") ? byHand(5) : mendedOf(5)));
      {
        const handle = () => Promise.reject(new UnrecoverableError("no"));
        await using _worker = await consume(options, { handle });
        await expect.poll(() => failedIds(backend), { timeout: 10_000 }).toEqual([id]);
      }
      expect(await sweeper.sweep()).toMatchObject({ parked: [], retried: [id], oldestAt: chunkTime(id) });
    },
    30_000,
  );

  test("one that is replayed as it is meets the workers again, with all its attempts", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const id = await addBroken(backend);
    await park(options, backend, 1);
    await using parked = await open(options);
    const before = await parked.read(id);
    await parked.replay(id);
    await expect(parked.read(id)).rejects.toMatchObject({ reason: "gone" });
    await park(options, backend, 1);
    const { failedAt: _, ...again } = await parked.read(id);
    expect(before).toMatchObject({ ...again, attempts: 1 });
  }, 30_000);

  test("of many that replay and drop one at once, one does it, and the others are told that it is gone", async () => {
    const options = await queue();
    await using backend = await raw(options);
    for (let round = 0; round < 5; round++) {
      const id = await addBroken(backend);
      await park(options, backend, 1);
      await using one = await open(options);
      await using other = await open(options);
      const steps = [one, other].flatMap((parked) => [
        () => parked.replay(id, parked.judge(mendedOf(round))),
        () => parked.replay(id),
        () => parked.drop(id),
      ]);
      const settled = await Promise.allSettled(steps.map((step) => step()));
      const refused = settled.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
      expect(refused).toHaveLength(steps.length - 1);
      for (const error of refused) expect(error).toMatchObject({ reason: "gone" });
      const did = settled.findIndex(({ status }) => status === "fulfilled") % 3;
      await using worker = await consume(options);
      await expect.poll(async () => (await failedIds(backend)).length).toBe(did === 1 ? 1 : 0);
      await expect.poll(() => worker.rows()).toEqual(did === 0 ? [round] : []);
      if (did === 1) await one.drop(id);
    }
  }, 60_000);

  test("one that two shards have is dropped from both, and replayed once mended, or both as they are", async () => {
    const options = await queue();
    await using backend = await raw(options);
    await using parked = await open(options);
    const addTwice = async () => {
      const id = await addBroken(backend, { lane: "bulk" });
      // Where there is one shard its other lane stands for another.
      await backend.shards[0].queues.interactive.add("chunk", {}, chunkJobOptions(id));
      await park(options, backend, 2);
      expect((await parked.list({ limit: 3 })).chunks.map((each) => each.id)).toEqual([id, id]);
      return id;
    };
    await parked.drop(await addTwice());
    expect(await failedIds(backend)).toEqual([]);

    const asIs = await addTwice();
    await parked.replay(asIs);
    expect(await failedIds(backend)).toEqual([]);
    await park(options, backend, 2);
    await parked.drop(asIs);

    await parked.replay(await addTwice(), parked.judge(byHand(7)));
    expect(await failedIds(backend)).toEqual([]);
    await using worker = await consume(options);
    await expect.poll(() => worker.rows()).toEqual([7]);
    expect(await failedIds(backend)).toEqual([]);
  }, 30_000);

  test("a step is done to what was looked at: not to what has failed again since", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const id = await addBroken(backend);
    await park(options, backend, 1);
    const failed = backend.shards.at(-1)?.failed("interactive");
    const [before] = (await failed?.names(0, 1)) ?? [];
    if (!failed || !before) throw new Error("It isn't parked.");
    expect(await failed.requeue(before)).toBe(true);
    // It waits: what was looked at is no longer there.
    expect([await failed.requeue(before, mendedOf(1)), await failed.drop(before)]).toEqual([false, false]);
    await park(options, backend, 1);
    expect([await failed.requeue(before, mendedOf(1)), await failed.drop(before)]).toEqual([false, false]);
    const [now] = await failed.names(0, 1);
    expect(now && (await failed.drop(now))).toBe(true);
    expect(await failed.read(id)).toBeUndefined();
    expect(await backend.shards.at(-1)?.queues.interactive.getJob(id)).toBeUndefined();
  }, 30_000);

  test("one that is older than receipts are kept can't be replayed, however it is mended; dropped it can be", async () => {
    const options = await queue();
    await using backend = await raw(options);
    const id = await addBroken(backend, { id: newChunkId(Date.now() - DAY_MS) });
    const strange = await addBroken(backend, { id: "strange" });
    await park(options, backend, 2);
    await using later = await openParkedChunks({ ...options, parkOlderThanMs: DAY_MS });
    for (const each of [id, strange]) {
      await expect(later.replay(each)).rejects.toMatchObject({ reason: "expired" });
      await expect(later.replay(each, later.judge(mendedOf(1)))).rejects.toThrow("can only be dropped");
    }
    await expect(later.replay(id)).rejects.toThrow("RECEIPT_RETENTION_DAYS is 1 here");
    expect(await later.read(strange)).not.toHaveProperty("madeAt");
    await later.drop(strange);
    await later.drop(id);
    expect(await failedIds(backend)).toEqual([]);
  }, 30_000);
});
