import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findFreePort } from "@onefold/embedded";
import { REDIS_FOLDER_PREFIX, REDIS_PID_FILE } from "./clear-redis-leftovers.ts";
import { findRedisServer } from "./find-redis-server.ts";

export interface RedisOptions {
  readonly appendfsync?: "always" | "everysec" | "no";
  readonly maxmemoryPolicy?: string;
  /** A free one by default. */
  readonly port?: number;
  /** Where its folder is made: among the temporary ones by default. */
  readonly parent?: string;
  /** More settings, as redis.conf names them. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** Where its data lies. */
  readonly folder: string;
  /** Ends it by a signal, SIGKILL by default: what it had on disk stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
}

/** Starts a Redis as `DURABILITY=strict` wants it, on a free port and in a temporary folder. */
export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(options.parent ?? tmpdir(), REDIS_FOLDER_PREFIX));
  const port = options.port ?? (await findFreePort());
  let server: ChildProcess | undefined = await start(folder, port, options);

  async function kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const ending = server;
    server = undefined;
    if (ending === undefined) return;
    // Its `exit` has been and won't come again.
    if (hasEnded(ending)) return;
    const exited = once(ending, "exit");
    ending.kill(signal);
    await exited;
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server && !hasEnded(server) ? server.pid : undefined;
    },
    folder,
    kill,
    async restart() {
      await kill("SIGTERM");
      server = await start(folder, port, options);
    },
    async [Symbol.asyncDispose]() {
      await kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}

async function start(folder: string, port: number, options: RedisOptions): Promise<ChildProcess> {
  const redis = findRedisServer();
  if (redis === undefined) throw new Error("redis-server is missing: run node test/support/install-redis.ts");
  const settings: Record<string, string> = {
    port: String(port),
    bind: "127.0.0.1",
    dir: folder,
    pidfile: join(folder, REDIS_PID_FILE),
    save: "",
    appendonly: "yes",
    appendfsync: options.appendfsync ?? "always",
    "maxmemory-policy": options.maxmemoryPolicy ?? "noeviction",
    ...options.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(redis.command, args, {
    env: { ...process.env, ...redis.env },
    stdio: ["ignore", "pipe", "inherit"],
    // Ctrl-C on a terminal must not end it before those who use it.
    detached: true,
  });
  const lines = createInterface(server.stdout);
  const said: string[] = [];
  for await (const line of lines) {
    said.push(line);
    if (!line.includes("Ready to accept connections")) continue;
    // Nobody reads on; without this a full pipe would stop it.
    server.stdout.resume();
    return server;
  }
  throw new Error(`redis-server did not start:\n${said.join("\n")}`);
}
