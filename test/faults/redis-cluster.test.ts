import calculateSlot from "cluster-key-slot";
import { expect, test } from "vitest";
import { times } from "../support/thorough.ts";
import { createCluster } from "./support/cluster.ts";
import { expectEachOnce, loggingClient } from "./support/logging-client.ts";

const PEOPLE = 20;
/** Each primary has a third of the slots. In a short run only that of the clock is killed. */
const SLOTS = times([calculateSlot("{onefold}:clock")], [0, 8_000, 16_000, 0, 8_000, 16_000]);

test("the queue on a Redis Cluster: primaries and workers are killed under load, and every update counts once, in order", async () => {
  await using cluster = await createCluster("redis-cluster");
  const { redisCluster } = cluster;
  if (!redisCluster) throw new Error("There is no cluster.");
  const api = await cluster.startApi();
  const client = loggingClient(cluster, api);
  const workers = await Promise.all([cluster.spawnWorker(), cluster.spawnWorker()]);
  const over = new AbortController();
  // Each person is updated one time after the other.
  const load = Promise.all(
    Array.from({ length: PEOPLE }, async (_, person) => {
      while (!over.signal.aborted) await client.send(person, { isPatient: true });
    }),
  );
  const more = () => {
    const from = client.log.length;
    return expect.poll(() => client.log.length, { timeout: 30_000 }).toBeGreaterThan(from + 2 * PEOPLE);
  };

  for (const [index, slot] of SLOTS.entries()) {
    await more();
    const primary = await redisCluster.primaryOf(slot);
    await Promise.all([primary.kill(), workers[index % workers.length]?.kill("SIGKILL")]);
    workers[index % workers.length] = await cluster.spawnWorker();
    await more();
    await expect
      .poll(async () => (await redisCluster.primaryOf(slot)).id, { timeout: 20_000 })
      .not.toBe(primary.id);
    await primary.restart();
    await redisCluster.untilWhole();
  }
  await more();
  over.abort();
  await load;
  await expectEachOnce(cluster, api, client.log);
}, 180_000);
