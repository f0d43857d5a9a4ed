import { once } from "node:events";
import { Redis } from "ioredis";
import type { Cluster, ClusterOptions } from "ioredis";
import type { ClusterOptionsWithReplyMapping } from "ioredis/built/cluster/ClusterOptions.js";
import type { StoreAddress } from "../../options.ts";
import type { Host } from "../../hosts-url.ts";
import { parseClusterUrl } from "../../redis-urls.ts";
import { pingRedis } from "../redis/ping.ts";

/** What is the same for the connections to all servers. */
type NodeOptions = NonNullable<ClusterOptionsWithReplyMapping<"legacy">["redisOptions"]>;

const RETRY_MS = 100;

/** What a client of a cluster is built from. */
export type ClusterArguments = [
  nodes: Host[],
  options: ClusterOptions & { redisOptions: NodeOptions; lazyConnect: true },
];

/**
 * Gives what a client is built from. It connects when it is told to, and then again until it is closed.
 * @param node the options of its connections to the servers
 */
export function clusterArguments(
  { url }: StoreAddress,
  node: Partial<NodeOptions>,
  options: Partial<ClusterOptions> = {},
): ClusterArguments {
  const { hosts, username, password, tls } = parseClusterUrl(url);
  const redisOptions = {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    ...node,
  };
  return [
    [...hosts],
    {
      clusterRetryStrategy: (times) => Math.min(times * RETRY_MS, 1_000),
      retryDelayOnFailover: RETRY_MS,
      retryDelayOnClusterDown: RETRY_MS,
      retryDelayOnTryAgain: RETRY_MS,
      slotsRefreshTimeout: 500,
      // ioredis' own interval goes on for ever where a client is closed while it refreshes.
      slotsRefreshInterval: 0,
      ...options,
      lazyConnect: true,
      redisOptions,
    },
  ];
}

/** Connects if needed, and pings. It rejects with the reason for which there is no connection. */
export async function pingCluster(
  cluster: Cluster,
  [nodes, { redisOptions }]: ClusterArguments,
): Promise<void> {
  // A client of a cluster says only that it reaches no server. A connection to one says why.
  if (cluster.status !== "ready") await pingAny(nodes, redisOptions);
  if (cluster.status === "wait" || cluster.status === "end") cluster.connect().catch(() => undefined);
  // `once` rejects with the next "error" event.
  if (cluster.status !== "ready") await once(cluster, "ready");
  await cluster.ping();
}

/** Resolves when one of the servers has answered, and says that it is of a cluster. */
async function pingAny(nodes: readonly Host[], options: NodeOptions): Promise<void> {
  let reason: unknown;
  for (const { host, port } of nodes) {
    const redis = new Redis({ ...options, host, port, lazyConnect: true, retryStrategy: () => null });
    try {
      await pingRedis(redis);
      await redis.cluster("INFO");
      return;
    } catch (error) {
      reason = error;
    } finally {
      redis.disconnect();
    }
  }
  throw reason;
}
