import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { THOROUGH, times } from "../support/thorough.ts";
import { expectEachOnce, loggingClient } from "./support/logging-client.ts";
import { seededRandom } from "./support/seeded-random.ts";

const FAULTY_WORKER = new URL("./support/faulty-worker.ts", import.meta.url);
const POINTS = ["before-commit", "after-commit", "before-completion"] as const;
/** Of each kind. */
const KILLS = times(1, 20);

describe.each(mostly("postgres"))("G1 and G2 on %s", (backend) => {
  test(`${KILLS} workers killed at each point of the write path lose nothing and apply nothing twice`, async () => {
    const random = seededRandom();
    await using cluster = await createCluster(backend);
    const api = await cluster.startApi();
    const client = loggingClient(cluster, api);

    await Promise.all(
      POINTS.map(async (point) => {
        for (let kill = 0; kill < KILLS; kill++) {
          const worker = await cluster.spawnWorker({ FAULT_POINT: point }, FAULTY_WORKER);
          const reached = worker.waitForOutput(/"at":"/);
          for (let i = 0; i < 3; i++) await client.send(random.below(30));
          await reached;
          await worker.kill("SIGKILL");
        }
      }),
    );

    const survivor = await cluster.startWorker();
    await expectEachOnce(cluster, api, client.log);
    // Else the test would have shown nothing: some chunk came again after its commit.
    await survivor.waitForOutput(/items that have a receipt were skipped/);
  }, 300_000);

  test(
    "workers killed at random under load lose nothing and apply nothing twice",
    { ...THOROUGH, timeout: 300_000 },
    async () => {
      const random = seededRandom();
      await using cluster = await createCluster(backend);
      const api = await cluster.startApi();
      const client = loggingClient(cluster, api);
      const workers = await Promise.all([
        cluster.spawnWorker(),
        cluster.spawnWorker(),
        cluster.spawnWorker(),
      ]);

      const loading = new AbortController();
      const load = Promise.all(
        Array.from({ length: 2 }, async () => {
          while (!loading.signal.aborted) {
            await client.send(random.below(200));
            // The pace of the load: enough for every kill to hit a chunk, few enough to poll each job after.
            await delay(20);
          }
        }),
      );
      for (let kill = 0; kill < KILLS; kill++) {
        const index = random.below(workers.length);
        await workers[index]?.kill("SIGKILL");
        workers[index] = await cluster.spawnWorker();
      }
      loading.abort();
      await load;
      // Read at the end: the client polls each job.
      await expectEachOnce(cluster, api, client.log);
    },
  );

  test("the API killed between add and answer: the first request still ends, the client's repeat is a new one", async () => {
    await using cluster = await createCluster(backend);
    const killed = await cluster.spawnApi();
    const answer = postContact(killed.url, cluster.key, { email: "jane@example.com", jobTitle: "first" });
    await untilQueued(cluster);
    const [outcome] = await Promise.allSettled([answer, killed.kill("SIGKILL")]);
    expect(outcome.status).toBe("rejected");

    const api = await cluster.startApi();
    const repeat = postContact(api.url, cluster.key, { email: "jane@example.com", jobTitle: "second" });
    await cluster.startWorker();
    // In a cluster they may be in two shards, and either is applied first.
    expect([200, 201]).toContain((await repeat).status);
    const finished = () => cluster.db.selectFrom("receipts").select("result").execute();
    await expect.poll(finished).toHaveLength(2);
    const results = (await finished()).map(({ result }) => result);
    expect(results).toContainEqual(expect.objectContaining({ outcome: "created" }));
    expect(results).toContainEqual(expect.not.objectContaining({ outcome: "created" }));
    const records = await cluster.db.selectFrom("contacts").select("fields").execute();
    expect(records.map(({ fields }) => fields["jobTitle"])).toEqual(["second"]);
  }, 60_000);
});

/** Settles when a chunk lies in the queue: seen from outside, in the store itself. */
async function untilQueued(cluster: Cluster): Promise<void> {
  for (;;) {
    if ((await chunksIn(cluster)) > 0) return;
  }
}

async function chunksIn(cluster: Cluster): Promise<number> {
  if (cluster.redisCluster) {
    const { servers } = cluster.redisCluster;
    const keys = await Promise.all(servers.map(({ ask }) => ask((redis) => redis.keys("{onefold:*:wait"))));
    return keys.flat().length;
  }
  return cluster.redis ? chunksInRedis(cluster.redis.url) : chunksInPostgres(cluster);
}

async function chunksInPostgres({ db }: Cluster): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from onefold_queue.job`.execute(db);
  return rows[0]?.n ?? 0;
}

async function chunksInRedis(url: string): Promise<number> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys("onefold:*:wait");
    return keys.length;
  } finally {
    redis.disconnect();
  }
}
