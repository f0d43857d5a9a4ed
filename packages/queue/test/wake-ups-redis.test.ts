import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consume, produce, ref, upsert } from "./support/harness.ts";
import { startTestRedis } from "./support/stores.ts";
import type { TestStore } from "./support/stores.ts";

/** An idle worker looks by itself after five seconds: what comes sooner was woken. */
const WOKEN = { timeout: 3_000 };

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

test("each of several chunks wakes a worker, and none is woken in vain", async () => {
  const queue = { url: store.url, namespace: "woken", durability: "strict" as const };
  const producers = await Promise.all([1, 2, 3].map(() => produce(queue)));
  const held = Promise.withResolvers<void>();
  const workers = await Promise.all(
    [1, 2, 3].map(() => consume(queue, { concurrency: 1, handle: () => held.promise })),
  );
  const received = () => workers.map((worker) => worker.received.length);
  const markers = () => redis.zrange("woken:interactive:marker", "0", "-1");
  try {
    // As they come at once, the first worker finds others behind its own.
    await Promise.all(producers.map((producer, row) => producer.submit(ref(row), upsert, { wait: false })));
    await expect.poll(received, WOKEN).toEqual([1, 1, 1]);
    expect(await markers()).toEqual([]);
    await producers[0]?.submit(ref(3), upsert, { wait: false });
    expect(await markers()).toEqual(["0"]);
    held.resolve();
    await expect.poll(() => received().reduce((sum, count) => sum + count, 0), WOKEN).toBe(4);
    await expect.poll(() => redis.keys("woken:interactive:c*"), WOKEN).toEqual([]);
    expect(await markers()).toEqual([]);
  } finally {
    held.resolve();
    for (const each of [...workers, ...producers]) await each[Symbol.asyncDispose]();
  }
});

test("a chunk that failed comes back although no marker is left of it", async () => {
  const queue = { url: store.url, namespace: "again", durability: "strict" as const };
  await using producer = await produce(queue);
  let left = 2;
  await using worker = await consume(queue, {
    handle: () => (left-- > 0 ? Promise.reject(new Error("not now")) : Promise.resolve()),
  });
  await producer.submit(ref(0), upsert, { wait: false });
  await expect.poll(() => worker.rows(), WOKEN).toEqual([0, 0, 0]);
});

test("where no clock can be issued, nothing is added", async () => {
  const queue = { url: store.url, namespace: "clockless", durability: "strict" as const };
  await using producer = await produce(queue);
  await redis.del("clockless:clock");
  await redis.lpush("clockless:clock", "no clock");
  await expect(producer.submit(ref(0), upsert, { wait: false })).rejects.toMatchObject({
    reason: "unreachable",
  });
  expect(await redis.keys("clockless:interactive:c*")).toEqual([]);
  await redis.del("clockless:clock");
  await producer.submit(ref(0), upsert, { wait: false });
});
