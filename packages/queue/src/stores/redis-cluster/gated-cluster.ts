import type { Gate } from "../pausing.ts";
import { ScriptedCluster } from "../redis/scripted-redis.ts";
import type { ClusterArguments } from "./connect.ts";

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
  return Object.assign(cluster, {
    shut: () => void (isShut = true),
    open: () => void (isShut = false),
    connect() {
      // BullMQ knows an error of a connection by these words.
      if (isShut) return Promise.reject(new Error("Connection is closed."));
      hasEnded = false;
      return connect();
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
