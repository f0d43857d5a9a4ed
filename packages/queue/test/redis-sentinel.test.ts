import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "@onefold/embedded";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { REDIS_FOLDER_PREFIX } from "../../../test/support/clear-redis-leftovers.ts";
import { findRedisServer } from "../../../test/support/find-redis-server.ts";
import { startRedis } from "../../../test/support/start-redis.ts";
import type { TestRedis } from "../../../test/support/start-redis.ts";
import { prepareQueue } from "../src/index.ts";
import { attempt, consume, produce } from "./support/harness.ts";

interface Sentinel extends AsyncDisposable {
  readonly url: string;
  /** Gives how many replicas of the primary it knows. */
  replicas(): Promise<number>;
}

/** Starts a Sentinel that alone decides that its primary is gone. */
async function startSentinel(primary: TestRedis): Promise<Sentinel> {
  const redis = findRedisServer();
  if (redis === undefined) throw new Error("redis-server is missing: run npm test, which installs it");
  const folder = await mkdtemp(join(tmpdir(), REDIS_FOLDER_PREFIX));
  const port = await findFreePort();
  const file = join(folder, "sentinel.conf");
  await writeFile(
    file,
    [
      `port ${port}`,
      "bind 127.0.0.1",
      `dir ${folder}`,
      `sentinel monitor main 127.0.0.1 ${primary.port} 1`,
      "sentinel down-after-milliseconds main 1000",
      "sentinel failover-timeout main 5000",
    ].join("\n"),
  );
  const server = spawn(redis.command, [file, "--sentinel"], {
    env: { ...process.env, ...redis.env },
    stdio: "ignore",
  });
  return {
    url: `redis+sentinel://127.0.0.1:${port}/main`,
    async replicas() {
      const client = new Redis(port, "127.0.0.1");
      try {
        const known = await client.call("SENTINEL", "REPLICAS", "main");
        return Array.isArray(known) ? known.length : 0;
      } finally {
        client.disconnect();
      }
    },
    async [Symbol.asyncDispose]() {
      const exit = once(server, "exit");
      server.kill("SIGTERM");
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test("by Sentinels: a replica takes the place of a primary that is killed, with all that was acknowledged", async () => {
  await using primary = await startRedis();
  await using replicas = new AsyncDisposableStack();
  const settings = { replicaof: `127.0.0.1 ${primary.port}`, "repl-diskless-sync-delay": "0" };
  for (let count = 0; count < 2; count += 1) replicas.use(await startRedis({ settings }));
  await using sentinel = await startSentinel(primary);
  const queue = { url: sentinel.url, namespace: "test", durability: "strict" as const };
  await prepareQueue(queue);
  await using producer = await produce(queue);
  // Until a replica is online, nothing is taken.
  await expect.poll(() => attempt(producer, 1), { timeout: 20_000 }).toBe("added");
  await expect.poll(() => sentinel.replicas(), { timeout: 20_000 }).toBe(2);
  await primary.kill();
  await expect.poll(() => attempt(producer, 2), { timeout: 30_000 }).toBe("added");
  await using worker = await consume(queue);
  await expect.poll(() => new Set(worker.rows()), { timeout: 20_000 }).toEqual(new Set([1, 2]));
}, 90_000);
