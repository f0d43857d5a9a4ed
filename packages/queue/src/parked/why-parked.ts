import { CHUNK } from "../chunk-job.ts";
import { parseChunk } from "../chunk.ts";
import { UnreadableChunkError } from "../chunk-names.ts";
import type { FailedChunk, FailedName } from "../stores/backend.ts";

/**
 * Says why the names of a failed chunk's items can't be read. It is judged as the sweeper judges it.
 * @returns undefined where they can, or where a newer Onefold wrote them: then it isn't parked
 */
export function whyParked({ name, returnvalue, data }: FailedChunk): string | undefined {
  return whyUnreadable({ name, returnvalue, data: dataOf(data) });
}

/**
 * Says whether it may be parked, as far as that can be told without its data, which can be long: the version before had
 * the names there.
 */
export function mayBeParked({ name, returnvalue }: FailedName): boolean {
  return whyUnreadable({ name, returnvalue, data: undefined }) !== undefined;
}

/** Says whether the data can't change what `mayBeParked` says. */
export function isJudgedByName({ name }: FailedName): boolean {
  return name !== CHUNK;
}

/** Gives the stored data as BullMQ hands it over. What is no JSON is left out, as `TolerantJob` does. */
export function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whyUnreadable(chunk: Parameters<typeof parseChunk>[0]): string | undefined {
  try {
    parseChunk(chunk);
    return undefined;
  } catch (error) {
    return error instanceof UnreadableChunkError ? error.message : undefined;
  }
}
