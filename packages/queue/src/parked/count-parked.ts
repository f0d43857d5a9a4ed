import { LANES } from "../chunk-job.ts";
import { chunkTime } from "../chunk-id.ts";
import type { FailedChunks, FailedName, Shard } from "../stores/backend.ts";
import { mayBeParked, whyParked } from "./why-parked.ts";

export interface ParkedCount {
  readonly chunks: number;
  /** When the oldest of them was made, in milliseconds since 1970. */
  readonly oldestAt?: number;
}

/** Of each lane of a shard so many are looked at: those that failed first. */
const LOOKED_AT = 1_000;

/**
 * Makes what counts the parked chunks of all shards, again and again. Data is read only where the names stand in it,
 * as the version before wrote it, and once.
 */
export function createParkedCount(shards: readonly Shard[]): () => Promise<ParkedCount> {
  const lanes = shards.flatMap((shard) => LANES.map((lane) => createLaneCount(shard.failed(lane))));
  return async () => {
    const ids = (await Promise.all(lanes.map((parkedIds) => parkedIds()))).flat();
    const times = ids.flatMap((id) => chunkTime(id) ?? []);
    return { chunks: ids.length, ...(times.length > 0 && { oldestAt: Math.min(...times) }) };
  };
}

function createLaneCount(failed: FailedChunks): () => Promise<string[]> {
  let known = new Map<string, boolean>();

  async function isParked(each: FailedName): Promise<boolean> {
    if (!mayBeParked(each)) return false;
    const name = `${each.id} ${each.version}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const chunk = await failed.read(each.id);
    const parked = chunk !== undefined && whyParked(chunk) !== undefined;
    // A look that takes too long has not been in vain.
    known.set(name, parked);
    return parked;
  }

  return async () => {
    const names = await failed.names(LOOKED_AT);
    const parked: string[] = [];
    for (const each of names) if (await isParked(each)) parked.push(each.id);
    const there = new Set(names.map(({ id, version }) => `${id} ${version}`));
    known = new Map([...known].filter(([name]) => there.has(name)));
    return parked;
  };
}
