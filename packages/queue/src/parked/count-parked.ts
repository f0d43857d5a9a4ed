import { LANES } from "../chunk-job.ts";
import { chunkTime } from "../chunk-id.ts";
import { allNames } from "../stores/all-names.ts";
import type { FailedChunks, FailedName, Shard } from "../stores/backend.ts";
import { isJudgedByName, mayBeParked, whyParked } from "./why-parked.ts";

export interface ParkedCount {
  readonly chunks: number;
  /** When the oldest of them was made, in milliseconds since 1970. */
  readonly oldestAt?: number;
}

/**
 * Makes what counts the parked chunks of all shards, again and again. Data is read only where the names stand in it,
 * as the version before wrote it, and once. Who asks while they are counted gets that count.
 */
export function createParkedCount(shards: readonly Pick<Shard, "failed">[]): () => Promise<ParkedCount> {
  const lanes = shards.flatMap((shard) => LANES.map((lane) => createLaneCount(shard.failed(lane))));
  let running: Promise<ParkedCount> | undefined;

  async function count(): Promise<ParkedCount> {
    const ids = (await Promise.all(lanes.map((parkedIds) => parkedIds()))).flat();
    const oldest = ids.reduce((least, id) => Math.min(least, chunkTime(id) ?? Infinity), Infinity);
    return { chunks: ids.length, ...(oldest < Infinity && { oldestAt: oldest }) };
  }

  return () => (running ??= count().finally(() => (running = undefined)));
}

function createLaneCount(failed: FailedChunks): () => Promise<string[]> {
  let known = new Map<string, boolean>();

  async function isParked(each: FailedName, key: string): Promise<boolean> {
    // A name may be long, and most are seen again at the next look.
    const before = known.get(key);
    if (before !== undefined) return before;
    const parked = isJudgedByName(each) ? mayBeParked(each) : await isParkedByData(each);
    // A look that breaks off has not been in vain.
    if (parked !== undefined) known.set(key, parked);
    return parked ?? false;
  }

  /** Undefined where it is gone, or has failed again since. */
  async function isParkedByData({ id, version }: FailedName): Promise<boolean | undefined> {
    const chunk = await failed.read(id);
    return chunk?.version === version ? whyParked(chunk) !== undefined : undefined;
  }

  return async () => {
    const parked: string[] = [];
    const there = new Map<string, boolean>();
    for await (const each of allNames(failed)) {
      const key = `${each.id} ${each.version}`;
      if (await isParked(each, key)) parked.push(each.id);
      const verdict = known.get(key);
      if (verdict !== undefined) there.set(key, verdict);
    }
    known = there;
    return parked;
  };
}
