import { setTimeout as pause } from "node:timers/promises";
import { findFreePort } from "@onefold/embedded";
import calculateSlot from "cluster-key-slot";
import { Redis } from "ioredis";
import { startRedis } from "./start-redis.ts";
import type { RedisOptions, TestRedis } from "./start-redis.ts";

/** A Redis Cluster has as many slots. */
const SLOTS = 16_384;
const PRIMARIES = 3;
/** How long a server may be silent before the others take it for lost. */
const NODE_TIMEOUT_MS = 2_000;
const READY_MS = 30_000;
const KEYS_AT_ONCE = 10;
const MIGRATE_MS = 5_000;

/** One of the cluster's servers. */
export interface ClusterServer extends TestRedis {
  /** Its name among the others. */
  readonly id: string;
  /** Asks it, on a connection of this call alone. */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T>;
}

export interface TestRedisCluster extends AsyncDisposable {
  /** For `QUEUE_URL`, with three of the servers. */
  readonly url: string;
  /** Those that began as primaries come first. */
  readonly servers: readonly ClusterServer[];
  /** Gives the server that has the slot now, as the first that answers tells it. */
  primaryOf(slot: number): Promise<ClusterServer>;
  /** Gives the slots that have keys. */
  usedSlots(): Promise<number[]>;
  /** Moves a slot with its keys to another primary, key by key. */
  moveSlot(slot: number, to: ClusterServer): Promise<void>;
  /** Lets go on what stands still, starts what is down, and waits until it is whole. */
  heal(): Promise<void>;
  /** Starts all servers again, on the same ports and data. */
  restart(): Promise<void>;
  /** Resolves when every slot has a primary, and every primary a replica that is online. */
  untilWhole(): Promise<void>;
}

export interface RedisClusterOptions extends Pick<RedisOptions, "appendfsync"> {
  /** Where its servers' folders are made: among the temporary ones by default. */
  readonly parent?: string;
  /** Finds a port for each server, and one for its bus; a free one by default. */
  findPort?(): Promise<number>;
}

/** Starts three primaries and a replica of each. */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<TestRedisCluster> {
  const starting = new AsyncDisposableStack();
  try {
    const servers: ClusterServer[] = [];
    for (let index = 0; index < 2 * PRIMARIES; index++)
      servers.push(starting.use(await startServer(options)));
    await join(servers);
    const cluster = makeCluster(servers);
    await cluster.untilWhole();
    const owned = starting.move();
    return { ...cluster, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } catch (error) {
    await starting.disposeAsync();
    throw error;
  }
}

async function startServer({
  parent,
  appendfsync,
  findPort = findFreePort,
}: RedisClusterOptions): Promise<ClusterServer> {
  const busPort = await findPort();
  const redis = await startRedis({
    ...(parent !== undefined && { parent }),
    ...(appendfsync !== undefined && { appendfsync }),
    port: await findPort(),
    settings: {
      "cluster-enabled": "yes",
      "cluster-port": String(busPort),
      "cluster-node-timeout": String(NODE_TIMEOUT_MS),
      // The others go on where one part has no server at all.
      "cluster-require-full-coverage": "no",
      "repl-diskless-sync-delay": "0",
    },
  });
  const ask = <T>(question: (client: Redis) => Promise<T>) => askAt(redis.port, question);
  const id = await ask((client) => client.cluster("MYID"));
  return {
    ...redis,
    get pid() {
      return redis.pid;
    },
    id,
    ask,
  };
}

/** Makes one cluster of servers that don't know each other. */
async function join(servers: readonly ClusterServer[]): Promise<void> {
  const [first, ...others] = servers;
  if (first === undefined) return;
  for (const [index, server] of servers.slice(0, PRIMARIES).entries())
    await server.ask(async (redis) => {
      const bound = (primary: number) => Math.round((primary * SLOTS) / PRIMARIES);
      await redis.cluster("ADDSLOTSRANGE", bound(index), bound(index + 1) - 1);
      await redis.cluster("SET-CONFIG-EPOCH", index + 1);
    });
  for (const other of others)
    await other.ask(async (redis) =>
      redis.call("CLUSTER", "MEET", "127.0.0.1", first.port, await busPortOf(first)),
    );
  for (const [index, replica] of servers.slice(PRIMARIES).entries()) {
    const primary = servers[index];
    if (primary === undefined) continue;
    await until(`${replica.port} knows ${primary.port}`, async () =>
      (await nodesOf(replica)).includes(primary.id),
    );
    await replica.ask((redis) => redis.cluster("REPLICATE", primary.id));
  }
}

function makeCluster(servers: readonly ClusterServer[]): Omit<TestRedisCluster, keyof AsyncDisposable> {
  const isUp = (server: ClusterServer) => server.pid !== undefined;
  async function primaryOf(slot: number): Promise<ClusterServer> {
    for (const server of servers.filter(isUp)) {
      const owner = await ownerOf(server, slot).catch(() => undefined);
      const found = servers.find(({ id }) => id === owner);
      if (found !== undefined) return found;
    }
    throw new Error(`No server has the slot ${slot}.`);
  }
  return {
    url: `redis+cluster://${servers
      .slice(0, PRIMARIES)
      .map(({ port }) => `127.0.0.1:${port}`)
      .join(",")}`,
    servers,
    primaryOf,
    async usedSlots() {
      const keys = await Promise.all(servers.filter(isUp).map(({ ask }) => ask((redis) => redis.keys("*"))));
      return [...new Set(keys.flat().map(calculateSlot))];
    },
    async moveSlot(slot, to) {
      const from = await primaryOf(slot);
      if (from === to) return;
      await to.ask((redis) => redis.cluster("SETSLOT", slot, "IMPORTING", from.id));
      await from.ask((redis) => redis.cluster("SETSLOT", slot, "MIGRATING", to.id));
      await from.ask(async (redis) => {
        for (;;) {
          const keys = await redis.cluster("GETKEYSINSLOT", slot, KEYS_AT_ONCE);
          if (keys.length === 0) return;
          await redis.migrate("127.0.0.1", to.port, "", 0, MIGRATE_MS, "KEYS", ...keys);
        }
      });
      for (const server of [to, from, ...servers.filter(isUp)])
        await server.ask((redis) => redis.cluster("SETSLOT", slot, "NODE", to.id)).catch(() => undefined);
    },
    async heal() {
      for (const { pid } of servers.filter(isUp)) process.kill(Number(pid), "SIGCONT");
      await Promise.all(servers.filter((server) => !isUp(server)).map((server) => server.restart()));
      await untilWhole();
    },
    async restart() {
      await Promise.all(servers.map((server) => server.restart()));
      await untilWhole();
    },
    untilWhole,
  };

  function untilWhole(): Promise<void> {
    return until("the cluster is whole", async () => {
      const states = await Promise.all(servers.filter(isUp).map(stateOf));
      const primaries = states.filter(({ role }) => role === "master");
      return (
        states.every(({ isOk }) => isOk) &&
        primaries.length === PRIMARIES &&
        primaries.every(({ online }) => online > 0)
      );
    });
  }
}

async function ownerOf(server: ClusterServer, slot: number): Promise<string | undefined> {
  const ranges = await server.ask((redis) => redis.cluster("SLOTS"));
  return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[2];
}

async function stateOf(server: ClusterServer) {
  return server.ask(async (redis) => {
    const [state, replication] = [await redis.cluster("INFO"), await redis.info("replication")];
    return {
      isOk: state.includes("cluster_state:ok") && state.includes("cluster_known_nodes:6"),
      role: /role:(\w+)/.exec(replication)?.[1],
      online: replication.match(/state=online/g)?.length ?? 0,
    };
  });
}

async function busPortOf(server: ClusterServer): Promise<number> {
  return Number(/@(\d+)/.exec(await nodesOf(server))?.[1]);
}

async function nodesOf(server: ClusterServer): Promise<string> {
  return String(await server.ask((redis) => redis.cluster("NODES")));
}

async function askAt<T>(port: number, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({
    host: "127.0.0.1",
    port,
    lazyConnect: true,
    commandTimeout: 2_000,
    retryStrategy: () => null,
  });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`It took too long until ${what}.`);
    await pause(50);
  }
}
