import { z } from "zod";
import { Timestamp } from "./wire-parts.ts";

/** How many of a limited number are in use. */
const Use = z.object({ busy: z.int().nonnegative(), of: z.int().positive() });

const Count = z.int().nonnegative();

/** What a process did in one second, by its own clock. */
const SecondOfWork = z.object({
  at: Timestamp,
  accepted: Count.meta({ description: "Of an API: items that were added to the queue." }),
  applied: Count.meta({ description: "Of a worker: items that were created, updated or found as they are." }),
  rejected: Count.meta({ description: "Of a worker: items of which nothing was applied." }),
  conflicts: Count.meta({
    description: "Of a worker: items, among both of these, some of whose identifiers are other records'.",
  }),
});

/** What a process says of itself, again and again. */
export const ProcessReport = z.object({
  name: z.string().meta({ description: "Its host and its process id." }),
  version: z.string(),
  startedAt: Timestamp,
  clockAheadMs: z.int().meta({
    description:
      "How far the clock of its machine is ahead of the database's; past a minute it takes nothing.",
  }),
  chunks: z
    .object({ interactive: Use, bulk: Use })
    .optional()
    .meta({ description: "Of a worker: the chunks that it has taken, by lane." }),
  commits: Use.optional().meta({ description: "Of a worker: its slots that commit." }),
  lastSeconds: z.array(SecondOfWork).optional().meta({
    description:
      "What it did in the last seconds before it told; those in which nothing happened are left out.",
  }),
});
export type SecondOfWork = z.infer<typeof SecondOfWork>;
export type ProcessReport = z.infer<typeof ProcessReport>;

const ClusterProcess = ProcessReport.partial().extend({
  app: z.enum(["api", "worker"]),
  name: z.string(),
  seenAt: Timestamp,
  isSilent: z.boolean().meta({
    description: "It hasn't been seen for 20 seconds: it was killed, stands still, or is cut off.",
  }),
  usesThisQueue: z.boolean().optional().meta({
    description:
      "False where its QUEUE_URL or QUEUE_NAMESPACE differs; absent while the queue can't be asked.",
  }),
});
export type ClusterProcess = z.infer<typeof ClusterProcess>;

const LaneState = z.object({
  waiting: z
    .int()
    .nonnegative()
    .meta({ description: "Chunks that no worker has taken, or that wait for a new try." }),
  active: z.int().nonnegative().meta({ description: "Chunks that workers have taken." }),
  failed: z.int().nonnegative().meta({ description: "Chunks that a worker's next sweep looks at." }),
  oldestMs: z.int().nonnegative().optional().meta({
    description: "How long the chunk that is next in line has existed; absent where none waits.",
  }),
});
export type LaneState = z.infer<typeof LaneState>;

const ClusterShard = z.object({
  shard: z.int().nonnegative(),
  problem: z.string().optional().meta({ description: "Why nothing is added to it now." }),
  lanes: z
    .object({ interactive: LaneState, bulk: LaneState })
    .optional()
    .meta({ description: "Absent where its server doesn't answer." }),
});
export type ClusterShard = z.infer<typeof ClusterShard>;

const ParkedCount = z.object({
  chunks: Count,
  oldestAt: Timestamp.optional().meta({
    description: "When the oldest of them was made; absent where there is none.",
  }),
});

const ClusterReplica = z.object({
  of: z.enum(["records", "queue"]),
  primary: z.string().optional().meta({ description: "Which server it copies, where there are several." }),
  name: z.string(),
  state: z.string().meta({ description: "As its primary calls it, such as streaming or online." }),
  lagBytes: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: "How much it lacks of what its primary wrote." }),
  lagMs: z.int().nonnegative().optional().meta({
    description:
      "Of Postgres: how long its last writes took to be seen there. Of Redis: how long ago it confirmed last, in whole seconds.",
  }),
});
export type ClusterReplica = z.infer<typeof ClusterReplica>;

/** The answer to `GET /api/cluster`. */
export const Cluster = z
  .object({
    at: Timestamp,
    durability: z.enum(["strict", "relaxed"]).meta({
      description:
        "What the process that answers asks of the stores (DURABILITY). With `strict` it is ready only where neither loses what it has confirmed.",
    }),
    processes: z.array(ClusterProcess),
    queue: z.object({
      store: z.enum(["postgres", "redis", "redis-cluster"]),
      shards: z.array(ClusterShard),
      parked: ParkedCount.optional().meta({
        description:
          "Chunks, among those that failed, of which not even the names of the items can be read, so that nobody can be told what became of them (onefold parked-chunks); absent where they can't be counted.",
      }),
    }),
    replicas: z.array(ClusterReplica),
    problems: z
      .array(z.string())
      .meta({ description: "What couldn't be looked at, so that it is missing here." }),
  })
  .meta({ id: "Cluster" });
export type Cluster = z.infer<typeof Cluster>;
