import type { Shard } from "./stores/backend.ts";

/** How long a shard that failed is passed over: a server that is gone fails each chunk that is sent to it. */
const REST_MS = 1_000;

type RingShard = Pick<Shard, "problem">;

/** Says which shard a chunk goes to. */
export interface ShardRing<Each> {
  /** Gives the next shard in turn that looks well; where none does, the next that didn't fail of late, else the next. */
  next(): Each;
  /** Notes that an add to it failed. */
  failed(shard: Each): void;
}

/**
 * Makes a ring of shards. Each process begins somewhere else, so that those that start together don't go in step.
 * @param now in milliseconds, as `performance.now`
 */
export function createShardRing<Each extends RingShard>(
  shards: readonly [Each, ...Each[]],
  now: () => number = () => performance.now(),
): ShardRing<Each> {
  const restsUntil = new Map<Each, number>();
  let turn = Math.floor(Math.random() * shards.length);

  return {
    next() {
      const inTurn = [...shards.slice(turn), ...shards.slice(0, turn)];
      const rested = inTurn.filter((shard) => (restsUntil.get(shard) ?? 0) <= now());
      const next =
        rested.find((shard) => shard.problem?.() === undefined) ?? rested[0] ?? inTurn[0] ?? shards[0];
      turn = (shards.indexOf(next) + 1) % shards.length;
      return next;
    },
    failed: (shard) => void restsUntil.set(shard, now() + REST_MS),
  };
}
