import type { Shard } from "./stores/backend.ts";
import { within } from "./within.ts";

/** A server that is gone must not hide what the others say. */
const SHARD_MS = 1_500;

/**
 * Asks all shards at once, and gives what those answer that do in time.
 * @throws what went wrong where none does
 */
export async function ofShards<T>(
  shards: readonly [Shard, ...Shard[]],
  ask: (shard: Shard) => Promise<T>,
): Promise<T[]> {
  if (shards.length === 1) return [await ask(shards[0])];
  const late = () => new Error(`no answer within ${SHARD_MS} ms`);
  const settled = await Promise.allSettled(shards.map((shard) => within(SHARD_MS, ask(shard), late)));
  const answers = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  if (answers.length > 0) return answers;
  throw settled.find((each) => each.status === "rejected")?.reason;
}
