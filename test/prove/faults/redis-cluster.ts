import { setTimeout as delay } from "node:timers/promises";
import type { ClusterServer, TestRedisCluster } from "../../support/start-redis-cluster.ts";
import { sendSignal } from "../deployment/send-signal.ts";
import type { Random } from "../random.ts";
import { between, choose } from "./choose.ts";
import type { Fault } from "./fault.ts";

const SLOTS = 16_384;
/** From what is over before anybody notices to longer than a failover takes. */
const LEAST_MS = 200;
const MOST_MS = 8_000;
const MOVES = 5;

/** What becomes of the servers of a cluster, of any of them. */
export const redisClusterFaults: readonly Fault[] = [
  onServer("SIGKILL a primary of the cluster", primary, async (server, ms, signal) => {
    await server.kill("SIGKILL");
    try {
      await delay(ms, undefined, { signal });
    } finally {
      await server.restart();
    }
  }),
  onServer("SIGSTOP a primary of the cluster", primary, stop),
  onServer("SIGSTOP a replica of the cluster", replica, stop),
  // As an operator does it before work on a host.
  onServer("failover of the cluster on request", replica, async (server, ms, signal) => {
    await server.ask((redis) => redis.cluster("FAILOVER"));
    await delay(ms / 4, undefined, { signal });
  }),
  {
    name: "slots of the cluster moved",
    backends: ["redis-cluster"],
    async inject({ redisCluster }, random) {
      if (!redisCluster) return 0;
      const slots = await redisCluster.usedSlots();
      for (let move = 0; move < MOVES; move++)
        await redisCluster.moveSlot(choose(slots, random), await primary(redisCluster, random));
      return MOVES;
    },
  },
];

type ChooseServer = (cluster: TestRedisCluster, random: Random) => Promise<ClusterServer>;

function onServer(
  name: string,
  chooseServer: ChooseServer,
  disturb: (server: ClusterServer, ms: number, signal: AbortSignal) => Promise<void>,
): Fault {
  return {
    name,
    backends: ["redis-cluster"],
    async inject({ redisCluster }, random, signal) {
      if (!redisCluster) return 0;
      const server = await chooseServer(redisCluster, random);
      await disturb(server, between(LEAST_MS, MOST_MS, random), signal);
      await redisCluster.untilWhole();
      return 1;
    },
  };
}

function primary(cluster: TestRedisCluster, random: Random): Promise<ClusterServer> {
  return cluster.primaryOf(random.below(SLOTS));
}

async function replica(cluster: TestRedisCluster, random: Random): Promise<ClusterServer> {
  const primaries = await Promise.all([0, SLOTS / 2, SLOTS - 1].map(cluster.primaryOf));
  const replicas = cluster.servers.filter((server) => !primaries.includes(server));
  return choose(replicas, random);
}

async function stop(server: ClusterServer, ms: number, signal: AbortSignal): Promise<void> {
  const { pid } = server;
  sendSignal(pid, "SIGSTOP");
  try {
    await delay(ms, undefined, { signal });
  } finally {
    sendSignal(pid, "SIGCONT");
  }
}
