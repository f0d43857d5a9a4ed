import type { Cluster } from "@onefold/contract";

const IDLE = { waiting: 0, active: 0, failed: 0 };

export const CLUSTER: Cluster = {
  at: "2026-11-28T09:30:00.000Z",
  durability: "strict",
  processes: [
    {
      app: "api",
      name: "api-1:7",
      version: "0.1.0",
      startedAt: "2026-11-28T08:00:00.000Z",
      clockAheadMs: 3,
      lastSeconds: [
        { at: "2026-11-28T09:29:56.000Z", accepted: 1_204, applied: 0, rejected: 0, conflicts: 0 },
      ],
      seenAt: "2026-11-28T09:29:58.000Z",
      isSilent: false,
      usesThisQueue: true,
    },
    {
      app: "worker",
      name: "worker-1:7",
      version: "0.1.0",
      startedAt: "2026-11-28T08:00:00.000Z",
      clockAheadMs: -12,
      chunks: { interactive: { busy: 2, of: 40 }, bulk: { busy: 20, of: 20 } },
      commits: { busy: 3, of: 3 },
      lastSeconds: [
        { at: "2026-11-28T09:29:56.000Z", accepted: 0, applied: 1_187, rejected: 4, conflicts: 2 },
      ],
      seenAt: "2026-11-28T09:29:57.000Z",
      isSilent: false,
      usesThisQueue: true,
    },
  ],
  queue: {
    store: "redis",
    shards: [
      {
        shard: 0,
        lanes: { interactive: IDLE, bulk: { waiting: 64, active: 20, failed: 0, oldestMs: 2_150 } },
      },
    ],
    parked: { chunks: 0 },
  },
  replicas: [{ of: "records", name: "standby-1", state: "streaming", lagBytes: 1_312, lagMs: 4 }],
  problems: [],
};
