import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chunkJobOptions } from "../src/chunk-job.ts";
import { newChunkId } from "../src/chunk-id.ts";
import { buildChunk } from "../src/chunk.ts";
import { createSweeper, openParkedChunks } from "../src/index.ts";
import { consume, produce, raw, ref, upsert } from "./support/harness.ts";
import { startTestRedis } from "./support/stores.ts";
import type { TestStore } from "./support/stores.ts";

/** Redis stores text, which can be broken in ways that a store with types doesn't allow. */
describe("a chunk that is corrupt on Redis", () => {
  let store: TestStore;
  let redis: Redis;
  beforeAll(async () => {
    store = await startTestRedis();
    redis = new Redis(store.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await store[Symbol.asyncDispose]();
  });

  /** Adds a chunk of two items, breaks it, and then adds one more that is well. */
  async function withBroken(namespace: string, spoil: (key: string) => Promise<unknown>) {
    const options = { url: store.url, namespace, durability: "strict" as const };
    await using backend = await raw(options);
    const add = async (rows: number[]) => {
      const chunkId = newChunkId(Date.now());
      const chunk = buildChunk(rows.map((row) => ({ ref: ref(row), clock: row, upsert })));
      await backend.shards[0].queues.interactive.add(chunk.name, chunk.data, chunkJobOptions(chunkId));
      return chunkId;
    };
    const broken = await add([1, 2]);
    await spoil(`${namespace}:interactive:${broken}`);
    await add([3]);
    return { options, broken };
  }

  const left = async (namespace: string) => {
    const keys = await redis.keys(`${namespace}:interactive:c*`);
    return keys.filter((key) => !key.endsWith(":lock"));
  };

  test.each<[string, (key: string) => Promise<unknown>]>([
    ["no JSON", (key) => redis.hset(key, "data", "{{{")],
    ["cut off", async (key) => redis.hset(key, "data", ((await redis.hget(key, "data")) ?? "").slice(0, 60))],
    ["empty", (key) => redis.hset(key, "data", "")],
    ["gone", (key) => redis.hdel(key, "data")],
    ["bytes", (key) => redis.hset(key, "data", Buffer.from([0xff, 0x00, 0xc3]))],
    ["something else", (key) => redis.hset(key, "data", '"{}"')],
  ])("data that is %s: its items are named as unreadable, at once", async (what, spoil) => {
    const namespace = `data_${what.replaceAll(" ", "_")}`;
    const { options, broken } = await withBroken(namespace, spoil);
    await using worker = await consume(options);
    await expect.poll(() => worker.received.length).toBe(2);
    expect(worker.received.find(({ chunkId }) => chunkId === broken)).toMatchObject({
      items: [],
      unreadable: [
        { ref: ref(1), clock: 1 },
        { ref: ref(2), clock: 2 },
      ],
      redelivered: false,
    });
    expect(worker.rows()).toEqual([3]);
    expect(worker.errors).toEqual([]);
    await expect.poll(() => left(namespace)).toEqual([]);
  });

  test.each<[string, (key: string) => Promise<unknown>]>([
    ["no JSON", (key) => redis.hset(key, "opts", "{{{")],
    ["nothing", (key) => redis.hset(key, "opts", "null")],
    ["beside a broken progress", (key) => redis.hset(key, { opts: "", progress: "?", parent: "[" })],
  ])(
    "options that are %s are written anew, and the chunk is applied",
    async (what, spoil) => {
      const namespace = `opts_${what.replaceAll(" ", "_")}`;
      const { options, broken } = await withBroken(namespace, spoil);
      await using worker = await consume(options);
      await using sweeper = createSweeper(swept(options));
      await expect.poll(() => redis.lrange(`${namespace}:interactive:active`, 0, -1)).toEqual([broken]);
      expect((await sweeper.sweep()).repaired).toEqual([broken]);
      await expect
        .poll(() => worker.rows().toSorted((a, b) => a - b), { timeout: 15_000 })
        .toEqual([1, 2, 3]);
      await expect.poll(() => left(namespace)).toEqual([]);
    },
    20_000,
  );

  test("what is no job at all is taken off the list", async () => {
    const namespace = "other";
    const { options, broken } = await withBroken(namespace, async (key) => {
      await redis.del(key);
      await redis.set(key, "text");
    });
    await using worker = await consume(options);
    await using sweeper = createSweeper(swept(options));
    await expect.poll(() => worker.rows()).toEqual([3]);
    expect((await sweeper.sweep()).repaired).toEqual([broken]);
    expect(await redis.lrange(`${namespace}:interactive:active`, 0, -1)).toEqual([]);
    expect(await left(namespace)).toEqual([]);
  });

  test("names that can't be read: parked, its body kept for a human until the retention", async () => {
    const namespace = "names";
    const { options, broken } = await withBroken(namespace, async (key) =>
      redis.hset(key, "name", ((await redis.hget(key, "name")) ?? "").replace("job_1", "job_2")),
    );
    await using worker = await consume(options);
    await expect.poll(() => worker.rows()).toEqual([3]);
    await expect.poll(() => redis.zrange(`${namespace}:interactive:failed`, "0", "-1")).toEqual([broken]);
    expect(worker.received).toHaveLength(1);
    await using sweeper = createSweeper(swept(options));
    expect((await sweeper.sweep()).parked).toEqual([broken]);
    await using later = createSweeper({ ...swept(options), parkOlderThanMs: 1 });
    expect((await later.sweep()).expired).toEqual([broken]);
    expect(await left(namespace)).toEqual([]);
  });

  test("a chunk without the clock that was issued for it is parked: none is made up", async () => {
    const options = { url: store.url, namespace: "clockless", durability: "strict" as const };
    await using producer = await produce(options);
    const { chunkId } = await producer.submit(ref(1), upsert, { wait: false });
    await redis.hdel(`clockless:interactive:${chunkId}`, "returnvalue");
    const { clock } = await producer.submit(ref(2), upsert, { wait: false });
    await using worker = await consume(options);
    await expect
      .poll(() => worker.received.flatMap(({ items }) => items))
      .toEqual([{ ref: ref(2), clock, upsert }]);
    await expect.poll(() => redis.zrange("clockless:interactive:failed", "0", "-1")).toEqual([chunkId]);

    // An operator gives it one.
    await using parked = await openParkedChunks({ ...options, parkOlderThanMs: Date.now() });
    const { content } = await parked.read(chunkId);
    await parked.replay(chunkId, parked.judge({ ...content, clock: 7 }));
    await expect
      .poll(() => worker.received.at(-1))
      .toMatchObject({ chunkId, items: [{ ref: ref(1), clock: 7 }] });
  });

  test("one whose job is gone is listed with nothing in it, and mended from elsewhere", async () => {
    const namespace = "jobless";
    const { options, broken } = await withBroken(namespace, async (key) => redis.hset(key, "name", "?"));
    await using worker = await consume(options);
    await expect.poll(() => redis.zrange(`${namespace}:interactive:failed`, "0", "-1")).toEqual([broken]);
    await redis.del(`${namespace}:interactive:${broken}`);
    await using parked = await openParkedChunks({ ...options, parkOlderThanMs: Date.now() });
    expect((await parked.list({ limit: 2 })).chunks).toMatchObject([{ id: broken, bytes: 0, attempts: 0 }]);
    await expect(parked.replay(broken)).rejects.toMatchObject({ reason: "gone" });
    await parked.replay(broken, parked.judge(buildChunk([{ ref: ref(9), clock: 9, upsert }])));
    await expect.poll(() => worker.rows()).toEqual([3, 9]);
    await expect.poll(() => left(namespace)).toEqual([]);
  });

  const swept = (options: { url: string; namespace: string; durability: "strict" }) => ({
    ...options,
    intervalMs: 3_600_000,
    isComplete: async () => false,
    rejectUnreadable: async () => undefined,
  });
});
