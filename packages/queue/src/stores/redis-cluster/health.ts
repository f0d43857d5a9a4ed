import type { Problem } from "@onefold/contract";
import type { Cluster, Redis } from "ioredis";
import { messageOf } from "../../until-reachable.ts";
import { within } from "../../within.ts";
import type { StoreHealth } from "../backend.ts";
import { redisDurability } from "../redis/durability.ts";
import { memoryShare, onlineReplicas, parseInfo } from "../redis/info.ts";
import { nameOf, primaryOf } from "./primary-of.ts";

const NODE_MS = 1_500;
/** Past this a server takes no more chunks: a full one refuses even completions. */
const FULL = 0.75;

/** What the servers said when they were asked last, by the slot of a shard. */
export interface ClusterHealth {
  /** Says why nothing is to be added to the shard of that slot, if so. */
  problem(slot: number): string | undefined;
  look(): Promise<StoreHealth>;
}

interface NodeHealth {
  /** Why no shard there is to be added to. */
  readonly problem?: string | undefined;
  readonly durability: readonly Problem[];
  readonly memoryShare?: number;
  /** Why it didn't answer, if it didn't. */
  readonly silence?: Error;
}

export interface Watched {
  /** Of the shards. */
  readonly slots: readonly number[];
  readonly clockSlot: number;
  /** Whether a replica has to have each chunk. */
  readonly strict: boolean;
}

/**
 * Looks after the servers that have the shards and the clock. A shard's server without a replica, out of memory, or that
 * doesn't answer is passed over, and it is a problem of the queue only where all are so. Nothing stands in for the
 * clock's: where it doesn't answer, no request can be accepted.
 */
export function watchCluster(cluster: Cluster, { slots, clockSlot, strict }: Watched): ClusterHealth {
  let problems: ReadonlyMap<number, string> = new Map();

  async function look(): Promise<StoreHealth> {
    const nodes = new Map<Redis | undefined, NodeHealth>();
    const primaries = slots.map((slot) => primaryOf(cluster, slot));
    const clockPrimary = primaryOf(cluster, clockSlot);
    await Promise.all(
      [...new Set([...primaries, clockPrimary])].map(async (node) =>
        nodes.set(node, await lookAt(node, strict)),
      ),
    );
    const bySlot = slots.map((slot, index) => [slot, nodes.get(primaries[index])] as const);
    problems = new Map(
      bySlot.flatMap(([slot, health]) => (health?.problem === undefined ? [] : [[slot, health.problem]])),
    );
    const healths = [...nodes.values()];
    // Another server may have its slots by now.
    if (healths.some(({ silence }) => silence !== undefined)) cluster.refreshSlotsCache();
    const [first] = healths;
    if (first?.silence && healths.every(({ silence }) => silence !== undefined)) throw first.silence;
    const shares = healths.flatMap((each) => each.memoryShare ?? []);
    return {
      problems: [
        ...durabilityOf(healths),
        ...(problems.size === slots.length ? whole(problems) : []),
        ...clockProblems(nodes.get(clockPrimary)),
      ],
      // Chunks go to those that have room.
      ...(shares.length > 0 && { memoryShare: Math.min(...shares) }),
    };
  }

  return { look, problem: (slot) => problems.get(slot) };
}

async function lookAt(node: Redis | undefined, strict: boolean): Promise<NodeHealth> {
  if (node === undefined) return silent("a part of the cluster has no server");
  try {
    return await within(NODE_MS, ask(node, strict), () => new Error("no answer"));
  } catch (error) {
    return silent(`${nameOf(node)} doesn't answer: ${messageOf(error)}`);
  }
}

function silent(problem: string): NodeHealth {
  return { problem, durability: [], silence: new Error(problem) };
}

async function ask(node: Redis, strict: boolean): Promise<NodeHealth> {
  const info = parseInfo(await node.info());
  const share = memoryShare(info);
  return {
    problem: problemOf(node, info, strict),
    durability: strict ? await redisDurability(node, info) : [],
    ...share,
  };
}

function problemOf(node: Redis, info: ReadonlyMap<string, string>, strict: boolean): string | undefined {
  if (strict && onlineReplicas(info) === 0) return `${nameOf(node)} has no replica that is online`;
  const share = memoryShare(info).memoryShare ?? 0;
  return share > FULL ? `${nameOf(node)} is nearly out of memory` : undefined;
}

/** The same is wrong with many servers, so it is said once. */
function durabilityOf(healths: readonly NodeHealth[]): Problem[] {
  return [
    ...new Map(healths.flatMap(({ durability }) => durability).map((each) => [each.what, each])).values(),
  ];
}

function clockProblems(health: NodeHealth | undefined): Problem[] {
  if (health?.silence === undefined) return [];
  return [
    {
      what: `No request gets its place in the order: ${health.silence.message}.`,
      fix: "Start that server, or let a replica of it take over.",
    },
  ];
}

function whole(problems: ReadonlyMap<number, string>): Problem[] {
  const what = [...new Set(problems.values())].join(", ");
  return [
    {
      what: `No server of the cluster takes chunks: ${what}.`,
      fix: "Start the servers that are missing; each primary needs a replica, or set DURABILITY=relaxed.",
    },
  ];
}
