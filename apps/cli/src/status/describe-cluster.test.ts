import type { Cluster } from "@onefold/contract";
import { expect, test } from "vitest";
import { describeCluster } from "./describe-cluster.ts";

const AT = "2026-11-28T09:30:00.000Z";
const LANE = { waiting: 0, active: 0, failed: 0 };
const API = {
  app: "api",
  name: "one:7",
  version: "1.0.0",
  startedAt: "2026-11-28T07:00:00.000Z",
  clockAheadMs: 3,
  seenAt: "2026-11-28T09:29:58.500Z",
  isSilent: false,
  usesThisQueue: true,
} as const;
const WORKER = {
  ...API,
  app: "worker",
  clockAheadMs: -4,
  chunks: { interactive: { busy: 1, of: 40 }, bulk: { busy: 20, of: 20 } },
  commits: { busy: 3, of: 3 },
} as const;
const WELL: Cluster = {
  at: AT,
  processes: [API, WORKER],
  durability: "strict",
  queue: {
    store: "redis",
    shards: [{ shard: 0, lanes: { interactive: LANE, bulk: { ...LANE, oldestMs: 150_000 } } }],
    parked: { chunks: 0 },
  },
  replicas: [],
  problems: [],
};

test("all is in columns, and nothing is said where nothing is wrong", () => {
  expect(describeCluster(WELL)).toBe(
    [
      "PROCESS  NAME   VERSION  UP   CLOCK  CHUNKS            COMMITS  SEEN",
      "api      one:7  1.0.0    2 h  +3 ms  -                 -        1.5 s ago",
      "worker   one:7  1.0.0    2 h  -4 ms  1/40, bulk 20/20  3/3      1.5 s ago",
      "",
      "QUEUE ON REDIS  LANE         WAITING  OLDEST  ACTIVE  FAILED",
      "shard 0         interactive  0        -       0       0",
      "                bulk         0        2 min   0       0",
    ].join("\n"),
  );
});

test("what is wrong is said in words", () => {
  const text = describeCluster({
    ...WELL,
    processes: [
      API,
      { app: "worker", name: "old", seenAt: AT, isSilent: false, usesThisQueue: false },
      { ...WORKER, name: "two:8", isSilent: true },
    ],
    queue: {
      store: "redis-cluster",
      shards: [{ shard: 0, problem: "no answer within 1500 ms" }],
      parked: { chunks: 2, oldestAt: "2026-11-28T06:30:00.000Z" },
    },
    replicas: [{ of: "records", name: "standby", state: "streaming", lagBytes: 12, lagMs: 4 }],
    problems: ["The replicas of the queue's store can't be listed: no answer."],
  });
  expect(text).toContain("shard 0: no answer within 1500 ms");
  expect(text).toMatch(/records +standby +streaming +12 bytes +4 ms/);
  expect(text.split("\n\n").at(-1)?.split("\n")).toEqual([
    "No worker takes from this queue: what is accepted waits. Start one (onefold worker).",
    "worker old uses another queue: give all the same QUEUE_URL.",
    "worker two:8 is silent: it was killed, stands still, or is cut off.",
    "Several versions run: 1.0.0, an earlier one.",
    "2 chunks of the queue are parked, the oldest of 3 h ago: nobody can be told what is in them. See npx onefold parked-chunks list.",
    "The replicas of the queue's store can't be listed: no answer.",
  ]);
});

test("one parked chunk is told as one", () => {
  const parked = { chunks: 1, oldestAt: "2026-11-28T06:30:00.000Z" };
  expect(describeCluster({ ...WELL, queue: { ...WELL.queue, parked } })).toContain(
    "1 chunk of the queue is parked, of 3 h ago: nobody can be told what is in it. See",
  );
});
