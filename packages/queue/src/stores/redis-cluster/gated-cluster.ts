import type { Gate } from "../pausing.ts";
import { ScriptedCluster } from "../redis/scripted-redis.ts";
import type { ClusterArguments } from "./connect.ts";

/** BullMQ knows an error of a connection by these words. */
const CLOSED = "Connection is closed.";
const GOING: readonly string[] = ["disconnecting", "close", "end"];

/**
 * Builds a client that BullMQ waits on for chunks. BullMQ disconnects and connects it again whenever its wait ends in an
 * error, also in the one by which we end the wait of a worker that pauses. So it can be shut: then it does neither.
 */
export function gatedCluster(...[nodes, options]: ClusterArguments): ScriptedCluster & Gate {
  const cluster = new ScriptedCluster(nodes, options);
  const connect = cluster.connect.bind(cluster);
  const disconnect = cluster.disconnect.bind(cluster);
  let isShut = false;
  let hasEnded = false;
  // ioredis closes once for each server, also after it has said that all has ended. BullMQ would wait for that again.
  cluster.on("end", () => void (hasEnded = true));
  cluster.on("close", () => {
    if (hasEnded) cluster.status = "end";
  });
  /**
   * Where the first server that is asked is down, ioredis connects anew by itself, and leaves the promise of the first
   * time open for ever. BullMQ waits for it, and its Worker would never begin.
   */
  async function connected(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onEnd = () => reject(new Error(CLOSED));
    cluster.once("ready", resolve).once("end", onEnd);
    try {
      await Promise.race([connect(), promise]);
    } finally {
      cluster.off("ready", resolve).off("end", onEnd);
    }
  }

  return Object.assign(cluster, {
    shut: () => void (isShut = true),
    open: () => void (isShut = false),
    connect() {
      if (isShut) return Promise.reject(new Error(CLOSED));
      hasEnded = false;
      return connected();
    },
    disconnect(reconnect?: boolean) {
      if (isShut && GOING.includes(cluster.status)) return;
      const hasNodes = cluster.nodes().length > 0;
      disconnect(reconnect);
      // Without a server to take leave of, ioredis never says that all has ended.
      if (reconnect === true || hasNodes || cluster.status !== "disconnecting") return;
      cluster.status = "end";
      process.nextTick(() => cluster.emit("end"));
    },
    /** BullMQ makes the client of each Worker so. */
    duplicate: (others: ClusterArguments[0] | undefined, more: Partial<ClusterArguments[1]>) =>
      gatedCluster(others ?? nodes, { ...options, ...more }),
  });
}
