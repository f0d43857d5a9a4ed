import type { Cluster, ClusterReplica } from "@onefold/contract";
import { listProcesses, listReplicas } from "@onefold/database";
import type { Database } from "@onefold/database";
import type { Producer, QueueState } from "@onefold/queue";
import { inTime } from "../in-time.ts";

/** However often it is asked, the stores are looked at once in this time. */
const KEEP_MS = 1_000;
const QUEUE_MS = 1_500;

interface Looked {
  readonly db: Database;
  readonly producer: Pick<Producer, "look" | "queueId">;
  /** The deployment's time, in milliseconds since 1970. */
  readonly now: () => number;
  readonly durability: Cluster["durability"];
}

/**
 * Makes what looks at the whole deployment: its processes, the shards of its queue, the replicas of its stores.
 * What is given is up to a second old. It rejects where the processes can't be read.
 */
export function createClusterLook(looked: Looked): () => Promise<Cluster> {
  let lookedAt = -Infinity;
  let current: Promise<Cluster> | undefined;
  return () => {
    if (current === undefined || performance.now() - lookedAt >= KEEP_MS) {
      lookedAt = performance.now();
      current = look(looked);
      // Whoever asks next after a failure looks anew.
      current.catch(() => (current = undefined));
    }
    return current;
  };
}

async function look({ db, producer, now, durability }: Looked): Promise<Cluster> {
  const [queue, processes, records] = await Promise.all([
    producer.look(),
    // Without its queue a process can't say who uses the same.
    inTime(QUEUE_MS, producer.queueId).then((queueId) => listProcesses(db, queueId)),
    replicasOfRecords(db),
  ]);
  return {
    at: new Date(now()).toISOString(),
    durability,
    processes,
    queue: {
      store: queue.store,
      shards: queue.shards,
      ...(queue.parked && { parked: presentParked(queue.parked) }),
    },
    replicas: [...records.replicas, ...queue.replicas],
    problems: [...records.problems, ...queue.problems],
  };
}

function presentParked({ chunks, oldestAt }: NonNullable<QueueState["parked"]>) {
  return { chunks, ...(oldestAt !== undefined && { oldestAt: new Date(oldestAt).toISOString() }) };
}

async function replicasOfRecords(
  db: Database,
): Promise<{ replicas: readonly ClusterReplica[]; problems: readonly string[] }> {
  try {
    return { replicas: await listReplicas(db), problems: [] };
  } catch {
    // A database that is run by others may keep this to itself.
    return { replicas: [], problems: ["The replicas of the records can't be listed by the API's role."] };
  }
}
