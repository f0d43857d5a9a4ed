import calculateSlot from "cluster-key-slot";

/** A Redis Cluster has as many slots, each on one primary (redis.io, "Redis cluster specification"). */
const SLOTS = 16_384;

/** What a shard's keys begin with: its hash tag, so that they are all in one slot. */
export interface ShardTag {
  readonly prefix: string;
  readonly slot: number;
}

/**
 * Names the shards so that their slots lie evenly among all. Primaries have ranges of slots, so each has as many shards
 * as the next, or one more. The names follow from the number alone: all processes must find the same.
 */
export function shardTags(namespace: string, count: number): ShardTag[] {
  return Array.from({ length: count }, (_, index) => {
    const [from, until] = [(index * SLOTS) / count, ((index + 1) * SLOTS) / count];
    for (let attempt = 0; ; attempt++) {
      const prefix = `{${namespace}:${index}-${attempt}}`;
      const slot = calculateSlot(prefix);
      if (slot >= from && slot < until) return { prefix, slot };
    }
  });
}
