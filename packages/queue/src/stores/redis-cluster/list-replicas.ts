import type { ClusterReplica } from "@onefold/contract";
import type { Cluster } from "ioredis";
import { within } from "../../within.ts";
import { parseInfo, replicasOf } from "../redis/info.ts";
import { nameOf } from "./primary-of.ts";

const NODE_MS = 1_500;

/** Lists the replicas of the primaries that answer in time, by primary. */
export async function listReplicas(cluster: Cluster): Promise<ClusterReplica[]> {
  const primaries = cluster.nodes("master").toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const listed = await Promise.allSettled(
    primaries.map(async (node) => {
      const info = await within(NODE_MS, node.info("replication"), () => new Error("no answer"));
      return replicasOf(parseInfo(info), nameOf(node));
    }),
  );
  return listed.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
}
