import { LANES } from "../chunk-job.ts";
import type { Lane } from "../chunk-job.ts";
import { allNames } from "../stores/all-names.ts";
import type { FailedChunk, FailedChunks, Shard } from "../stores/backend.ts";
import { mayBeParked, whyParked } from "./why-parked.ts";

/** A chunk that may be parked, and where it is. */
export interface Candidate {
  readonly id: string;
  readonly lane: Lane;
  readonly shard: number;
  readonly failed: FailedChunks;
}

export interface Found extends Candidate {
  readonly chunk: FailedChunk;
  readonly cause: string;
}

/** Lists those that may be parked by their ids, which begin with their time: the oldest first. */
export async function listCandidates(shards: readonly Shard[]): Promise<Candidate[]> {
  const lists = await Promise.all(
    placesOf(shards).map(async (place) => {
      const candidates = new Map<string, Candidate>();
      for await (const each of allNames(place.failed))
        if (mayBeParked(each)) candidates.set(each.id, { id: each.id, ...place });
      return [...candidates.values()];
    }),
  );
  return lists.flat().toSorted((one, other) => (positionOf(one) < positionOf(other) ? -1 : 1));
}

/** The place of a chunk among the others. An add that was tried twice may have put one into two shards. */
export function positionOf({ id, shard, lane }: Pick<Candidate, "id" | "shard" | "lane">): string {
  return `${id}:${String(shard).padStart(5, "0")}:${lane}`;
}

/** Finds a parked chunk wherever it is, and a copy of it too; none where there is none of that id. */
export async function findParked(shards: readonly Shard[], id: string): Promise<Found[]> {
  const found = await Promise.all(placesOf(shards).map((place) => readParked({ id, ...place })));
  return found.filter((each) => each !== undefined);
}

/** Reads one whole; `undefined` where it isn't parked. */
export async function readParked(candidate: Candidate): Promise<Found | undefined> {
  const chunk = await candidate.failed.read(candidate.id);
  const cause = chunk && whyParked(chunk);
  return chunk && cause !== undefined ? { ...candidate, chunk, cause } : undefined;
}

function placesOf(shards: readonly Shard[]): Omit<Candidate, "id">[] {
  return shards.flatMap((each, shard) => LANES.map((lane) => ({ lane, shard, failed: each.failed(lane) })));
}
