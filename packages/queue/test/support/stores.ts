import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { findFreePort, startEmbeddedPostgres } from "@onefold/embedded";
import type { EmbeddedPostgres } from "@onefold/embedded";
import { Redis } from "ioredis";
import { copyCluster } from "../../../../test/support/copy-cluster.ts";
import { findRedisServer } from "../../../../test/support/find-redis-server.ts";
import { startRedisCluster } from "../../../../test/support/start-redis-cluster.ts";

/** A real server of the test's own. It can be stopped, frozen and started again on the same data. */
export interface TestStore extends AsyncDisposable {
  kind: "redis" | "postgres" | "cluster";
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Holds the process still: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
}

/** @param settings as on the command line of redis-server */
export async function startTestRedis(settings: string[] = []): Promise<TestStore> {
  const redis = findRedisServer();
  if (redis === undefined) throw new Error("redis-server is missing: run npm test, which installs it");
  const dir = mkdtempSync(join(tmpdir(), "onefold-queue-redis-"));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ["--port", String(port), "--dir", dir, "--save", "", "--appendonly", "yes"];
  args.push("--appendfsync", "always", "--maxmemory-policy", "noeviction", ...settings);
  let server: ChildProcess | undefined;

  const store: TestStore = {
    kind: "redis",
    url,
    async start() {
      server = spawn(redis.command, args, { stdio: "ignore", env: { ...process.env, ...redis.env } });
      while (!(await answers(url))) {
        if (server.exitCode !== null) throw new Error("redis-server didn't start");
        await pause(50);
      }
    },
    async stop() {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      const exit = once(server, "exit");
      server.kill("SIGTERM");
      await exit;
    },
    freeze: () => signalAll(server?.pid, "SIGSTOP"),
    thaw: () => signalAll(server?.pid, "SIGCONT"),
    async [Symbol.asyncDispose]() {
      await store.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await store.start();
  return store;
}

/** Starts a Redis Cluster. All its servers are stopped, frozen and started together. */
export async function startTestCluster(): Promise<TestStore> {
  const cluster = await startRedisCluster();
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of cluster.servers) signalAll(pid, name);
  };
  return {
    kind: "cluster",
    url: cluster.url,
    start: () => cluster.restart(),
    async stop() {
      await Promise.all(cluster.servers.map((server) => server.kill("SIGTERM")));
    },
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

export async function startTestPostgres(settings: Record<string, string> = {}): Promise<TestStore> {
  const dir = mkdtempSync(join(tmpdir(), "onefold-queue-postgres-"));
  chmodSync(dir, 0o711);
  const dataDir = join(dir, "data");
  await copyCluster(dataDir);
  let server: EmbeddedPostgres | undefined = await startEmbeddedPostgres({ dataDir, settings });
  const { url, port, home } = server;

  const store: TestStore = {
    kind: "postgres",
    url,
    async start() {
      server = await startEmbeddedPostgres({ dataDir, port, settings });
    },
    async stop() {
      await server?.[Symbol.asyncDispose]();
      server = undefined;
    },
    freeze: () => signalAll(server?.pid, "SIGSTOP"),
    thaw: () => signalAll(server?.pid, "SIGCONT"),
    async [Symbol.asyncDispose]() {
      await store.stop();
      for (const folder of [dir, home]) rmSync(folder, { recursive: true, force: true });
    },
  };
  return store;
}

/** Postgres has a process per connection, so its children are signalled too. */
function signalAll(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  for (const each of [pid, ...children.split(" ").filter(Boolean).map(Number)]) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
