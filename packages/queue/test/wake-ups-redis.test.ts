import { Job, Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newChunkId } from "../src/chunk-id.ts";
import { chunkJobOptions } from "../src/chunk-job.ts";
import { buildChunk } from "../src/chunk.ts";
import { consume, produce, ref, upsert } from "./support/harness.ts";
import { startTestRedis } from "./support/stores.ts";
import type { TestStore } from "./support/stores.ts";

type TestQueue = { readonly url: string; readonly namespace: string };

const markersOf = ({ namespace }: TestQueue) => redis.zrange(`${namespace}:interactive:marker`, "0", "-1");

/** Adds chunks in one transaction, as many that were stalled come back together. */
async function addTogether({ namespace }: TestQueue, count: number): Promise<void> {
  const queue = new Queue<unknown>("interactive", { connection: redis, prefix: namespace });
  const transaction = (await queue.backend.client).multi();
  for (let row = 0; row < count; row++) {
    const { name, data } = buildChunk([{ ref: ref(row), upsert, clock: row + 1 }]);
    const chunkId = newChunkId(Date.now());
    await new Job(queue, name, data, chunkJobOptions(chunkId), chunkId).addJob(transaction);
  }
  await transaction.exec();
  await queue.close();
}

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

test("of several chunks that come in one step, each wakes a worker", async () => {
  const queue = { url: store.url, namespace: "woken", durability: "strict" as const };
  const held = Promise.withResolvers<void>();
  const workers = await Promise.all(
    [1, 2, 3].map(() => consume(queue, { concurrency: 1, handle: () => held.promise })),
  );
  try {
    await addTogether(queue, 3);
    await expect.poll(() => workers.map(({ received }) => received.length), WOKEN).toEqual([1, 1, 1]);
    expect(await markersOf(queue)).toEqual([]);
  } finally {
    held.resolve();
    for (const worker of workers) await worker[Symbol.asyncDispose]();
  }
});

test("a worker isn't woken in vain by the chunk that it took, alone or behind another", async () => {
  const queue = { url: store.url, namespace: "once", durability: "strict" as const };
  await using producer = await produce(queue);
  const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let taken = 0;
  const worker = await consume(queue, { concurrency: 1, handle: async () => held[taken++]?.promise });
  try {
    await producer.submit(ref(0), upsert, { wait: false });
    await expect.poll(() => worker.rows(), WOKEN).toEqual([0]);
    expect(await markersOf(queue)).toEqual([]);
    await producer.submit(ref(1), upsert, { wait: false });
    expect(await markersOf(queue)).toEqual(["0"]);
    // The second is taken by the step that ends the first.
    held[0]?.resolve();
    await expect.poll(() => worker.rows(), WOKEN).toEqual([0, 1]);
    expect(await markersOf(queue)).toEqual([]);
  } finally {
    for (const each of held) each.resolve();
    await worker[Symbol.asyncDispose]();
  }
});

test("a chunk that failed comes back, to whichever worker", async () => {
  const queue = { url: store.url, namespace: "again", durability: "strict" as const };
  await using producer = await produce(queue);
  let left = 3;
  const handle = () => (left-- > 0 ? Promise.reject(new Error("not now")) : Promise.resolve());
  await using one = await consume(queue, { concurrency: 1, handle });
  await using other = await consume(queue, { concurrency: 1, handle });
  await producer.submit(ref(0), upsert, { wait: false });
  await expect.poll(() => [...one.rows(), ...other.rows()], { timeout: 5_000 }).toEqual([0, 0, 0, 0]);
});

test("a chunk and its clock are added in one step", async () => {
  const queue = { url: store.url, namespace: "onestep", durability: "strict" as const };
  await using producer = await produce(queue);
  const { chunkId, clock } = await producer.submit(ref(0), upsert, { wait: false });
  expect(await redis.hget(`onestep:interactive:${chunkId}`, "returnvalue")).toBe(String(clock));
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
