import type { ClusterReplica, ClusterShard, LaneState } from "@onefold/contract";
import type { StoreAddress } from "./options.ts";
import { createParkedCount } from "./parked/count-parked.ts";
import type { ParkedCount } from "./parked/count-parked.ts";
import { oldestWaitingMs } from "./sampler.ts";
import type { Backend, ChunkQueue, Shard } from "./stores/backend.ts";
import { messageOf } from "./until-reachable.ts";
import { within } from "./within.ts";

export interface QueueState {
  readonly store: StoreAddress["kind"];
  readonly shards: ClusterShard[];
  /** Absent where they can't be counted. */
  readonly parked?: ParkedCount;
  readonly replicas: ClusterReplica[];
  /** What couldn't be looked at. */
  readonly problems: string[];
}

const LOOK_MS = 1_500;

/** Makes what looks at each shard of the queues. A server that doesn't answer hides no other. */
export function createLook(backend: Backend, now: () => number): () => Promise<QueueState> {
  const countParked = createParkedCount(backend.shards);
  return async () => {
    const [shards, replicas, parked] = await Promise.all([
      Promise.all(backend.shards.map((shard, index) => lookAt(shard, index, now))),
      inTime(backend.replicas()).catch((error: unknown) => messageOf(error)),
      inTime(countParked()).catch((error: unknown) => messageOf(error)),
    ]);
    const problems: string[] = [];
    if (typeof replicas === "string")
      problems.push(`The replicas of the queue's store can't be listed: ${replicas}.`);
    // Why a shard doesn't answer stands with it.
    if (typeof parked === "string" && shards.every(({ lanes }) => lanes))
      problems.push(`Parked chunks can't be counted: ${parked}.`);
    return {
      store: backend.kind,
      shards,
      ...(typeof parked !== "string" && { parked }),
      replicas: typeof replicas === "string" ? [] : replicas,
      problems,
    };
  };
}

async function lookAt(shard: Shard, index: number, now: () => number): Promise<ClusterShard> {
  const problem = shard.problem?.();
  try {
    const [interactive, bulk] = await inTime(
      Promise.all([stateOf(shard.queues.interactive, now), stateOf(shard.queues.bulk, now)]),
    );
    return { shard: index, ...(problem !== undefined && { problem }), lanes: { interactive, bulk } };
  } catch (error) {
    return { shard: index, problem: problem ?? messageOf(error) };
  }
}

async function stateOf(queue: ChunkQueue, now: () => number): Promise<LaneState> {
  const [counts, oldestMs] = await Promise.all([
    queue.getJobCounts("waiting", "delayed", "active", "failed"),
    oldestWaitingMs(queue, now),
  ]);
  const { waiting = 0, delayed = 0, active = 0, failed = 0 } = counts;
  return {
    waiting: waiting + delayed,
    active,
    failed,
    // A chunk's time is of the process that made it, whose clock may be a little ahead.
    ...(oldestMs !== undefined && { oldestMs: Math.max(0, Math.round(oldestMs)) }),
  };
}

function inTime<T>(look: Promise<T>): Promise<T> {
  return within(LOOK_MS, look, () => new Error(`no answer within ${LOOK_MS} ms`));
}
