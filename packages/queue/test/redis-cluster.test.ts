import { setTimeout as pause } from "node:timers/promises";
import calculateSlot from "cluster-key-slot";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startRedisCluster } from "../../../test/support/start-redis-cluster.ts";
import type { ClusterServer, TestRedisCluster } from "../../../test/support/start-redis-cluster.ts";
import { THOROUGH, times } from "../../../test/support/thorough.ts";
import { prepareQueue } from "../src/index.ts";
import type { Producer } from "../src/index.ts";
import { clusterArguments } from "../src/stores/redis-cluster/connect.ts";
import { gatedCluster } from "../src/stores/redis-cluster/gated-cluster.ts";
import { storeAddress } from "../src/options.ts";
import { shardTags } from "../src/stores/redis-cluster/shard-tags.ts";
import { consume, produce, ref, upsert } from "./support/harness.ts";
import type { TestQueue } from "./support/harness.ts";
import { startTestRedis } from "./support/stores.ts";

const SHARDS = 8;

let cluster: TestRedisCluster;
let queue: TestQueue;
let count = 0;
beforeAll(async () => {
  cluster = await startRedisCluster();
}, 60_000);
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
});
beforeEach(() => {
  queue = { url: cluster.url, namespace: `test${(count += 1)}`, durability: "strict" };
});

const slotOf = (shard: number) => shardTags(queue.namespace, SHARDS)[shard]?.slot ?? 0;
const clockSlot = () => calculateSlot(`{${queue.namespace}}:clock`);

async function replicasOf({ servers, primaryOf }: TestRedisCluster): Promise<ClusterServer[]> {
  const primaries = await Promise.all([0, 8_000, 16_000].map(primaryOf));
  return servers.filter((server) => !primaries.includes(server));
}

/** Submits from a few clients at once until it is stopped, and notes what was acknowledged. */
function load(producer: Producer) {
  const acknowledged: number[] = [];
  const refused: unknown[] = [];
  let row = 0;
  const over = new AbortController();
  const clients = Array.from({ length: 8 }, async () => {
    while (!over.signal.aborted) {
      const next = ref(row++);
      try {
        await producer.submit(next, upsert, { wait: false });
        acknowledged.push(next.row);
      } catch (error) {
        refused.push(error);
        await pause(20);
      }
    }
  });
  return {
    acknowledged,
    refused,
    /** Resolves when so many more have been acknowledged. */
    more: (amount: number) => {
      const from = acknowledged.length;
      return expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(from + amount);
    },
    async stop() {
      over.abort();
      await Promise.all(clients);
    },
  };
}

/** Does something to the cluster under load, and checks that all that was acknowledged is received. */
async function underLoad(disturb: (running: ReturnType<typeof load>) => Promise<void>): Promise<void> {
  await using producer = await produce(queue);
  await using worker = await consume(queue, { lockMs: 2_000 });
  const running = load(producer);
  try {
    await running.more(200);
    await disturb(running);
    await running.more(200);
  } finally {
    await running.stop();
  }
  const missing = () => {
    const received = new Set(worker.rows());
    return running.acknowledged.filter((row) => !received.has(row));
  };
  await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
}

const PLACES = [
  ["of a shard", () => slotOf(0)],
  ["of the clock", clockSlot],
] as const;

test.each(Array.from({ length: times(1, 10) }, () => PLACES).flat())(
  "a primary %s that is killed takes nothing with it that was acknowledged",
  async (_, slot) => {
    await underLoad(async ({ more }) => {
      const primary = await cluster.primaryOf(slot());
      await primary.kill();
      await more(100);
      await expect
        .poll(async () => (await cluster.primaryOf(slot())).id, { timeout: 20_000 })
        .not.toBe(primary.id);
      await primary.restart();
      await cluster.untilWhole();
    });
  },
  90_000,
);

test("while a primary stands still, chunks go to the others", { ...THOROUGH, timeout: 90_000 }, async () => {
  await underLoad(async ({ more }) => {
    const primary = await cluster.primaryOf(slotOf(0));
    process.kill(primary.pid ?? 0, "SIGSTOP");
    try {
      await more(100);
    } finally {
      process.kill(primary.pid ?? 0, "SIGCONT");
    }
    await cluster.untilWhole();
  });
});

test("the slot of a shard moves with its chunks under load", async () => {
  await underLoad(async ({ more }) => {
    for (const slot of [slotOf(0), slotOf(5), clockSlot()]) {
      const [from, another] = [
        await cluster.primaryOf(slot),
        await cluster.primaryOf(slot < 8_000 ? 16_000 : 0),
      ];
      await cluster.moveSlot(slot, another);
      expect((await cluster.primaryOf(slot)).id).toBe(another.id);
      await more(50);
      await cluster.moveSlot(slot, from);
    }
  });
}, 90_000);

test("what no replica has isn't acknowledged", async () => {
  await using producer = await produce(queue);
  const replicas = await replicasOf(cluster);
  for (const { pid } of replicas) process.kill(pid ?? 0, "SIGSTOP");
  try {
    expect(await submit(producer)).toMatchObject({ reason: "not-durable", outcome: "unknown" });
  } finally {
    for (const { pid } of replicas) process.kill(pid ?? 0, "SIGCONT");
  }
  await expect.poll(() => submit(producer), { timeout: 20_000 }).toBe("added");
}, 60_000);

test("without a replica nothing is taken, and then it is taken again", async () => {
  await using producer = await produce(queue);
  const replicas = await replicasOf(cluster);
  for (const replica of replicas) await replica.kill();
  try {
    // The first ones may go in between: then they wait for a replica in vain.
    await expect
      .poll(() => submit(producer), { timeout: 20_000 })
      .toMatchObject({ reason: "not-durable", outcome: "not-added" });
    expect(await producer.problems()).toMatchObject([{ what: expect.stringContaining("no replica") }]);
    await using relaxed = await produce({ ...queue, durability: "relaxed" });
    expect(await submit(relaxed)).toBe("added");
  } finally {
    for (const replica of replicas) await replica.restart();
    await cluster.untilWhole();
  }
  await expect.poll(() => submit(producer), { timeout: 20_000 }).toBe("added");
}, 90_000);

test("that the clock has no server is told, though the shards have theirs", async () => {
  const relaxed: TestQueue = { ...queue, durability: "relaxed" };
  await using producer = await produce(relaxed);
  const servers = [await cluster.primaryOf(clockSlot()), ...(await replicasOf(cluster))];
  for (const { pid } of servers) process.kill(pid ?? 0, "SIGSTOP");
  try {
    await expect
      .poll(() => producer.problems(), { timeout: 20_000 })
      .toMatchObject([{ what: expect.stringContaining("No request gets its place") }]);
  } finally {
    for (const { pid } of servers) process.kill(pid ?? 0, "SIGCONT");
    await cluster.untilWhole();
  }
  await expect.poll(() => producer.problems(), { timeout: 20_000 }).toEqual([]);
}, 60_000);

const submit = (producer: Producer) =>
  producer.submit(ref(1), upsert, { wait: false }).then(
    () => "added",
    (error: unknown) => error,
  );

test("each shard and each replica is told of, also while a server is gone", async () => {
  await using producer = await produce(queue);
  const { store, shards, replicas, problems } = await producer.look();
  expect({ store, problems }).toEqual({ store: "redis-cluster", problems: [] });
  const idle = { waiting: 0, active: 0, failed: 0 };
  expect(shards).toEqual(
    Array.from({ length: SHARDS }, (_, shard) => ({ shard, lanes: { interactive: idle, bulk: idle } })),
  );
  expect(new Set(replicas.map(({ primary }) => primary)).size).toBe(3);
  for (const each of replicas) expect(each).toMatchObject({ of: "queue", state: "online" });

  const [gone] = await replicasOf(cluster);
  await gone?.kill();
  await expect.poll(async () => (await producer.look()).replicas.length, { timeout: 20_000 }).toBe(2);
  await gone?.restart();
  await expect
    .poll(async () => (await producer.look()).replicas.map(({ state }) => state), { timeout: 30_000 })
    .toEqual(["online", "online", "online"]);
});

test("a process that knows of another number of shards doesn't start", async () => {
  await using _ = await produce(queue);
  await expect(produce({ ...queue, url: `${queue.url}?shards=4` })).rejects.toThrow("set shards=8");
});

test("one server that isn't of a cluster is told so", async () => {
  await using single = await startTestRedis();
  const url = single.url.replace("redis:", "redis+cluster:");
  await expect(produce({ ...queue, url }, { startTimeoutMs: 100 })).rejects.toThrow(
    "cluster support disabled",
  );
});

test("another server of the list answers where the first is away", async () => {
  const url = cluster.url.replace("//", "//127.0.0.1:1,");
  await prepareQueue({ ...queue, url });
  await using producer = await produce({ ...queue, url });
  expect(await submit(producer)).toBe("added");
});

test("a connection whose first look at the cluster fails is told of once it is there", async () => {
  const allow = (rule: string) =>
    Promise.all(cluster.servers.map(({ ask }) => ask((redis) => redis.acl("SETUSER", "default", rule))));
  const client = gatedCluster(...clusterArguments(storeAddress(queue), {}));
  const refused = Promise.withResolvers<void>();
  client.on("reconnecting", () => refused.resolve());
  await allow("-cluster|info");
  try {
    const connected = client.connect();
    await refused.promise;
    await allow("+cluster|info");
    await connected;
    expect(await client.ping()).toBe("PONG");
  } finally {
    await allow("+cluster|info");
    client.disconnect();
  }
});
