import { randomBytes } from "node:crypto";

/**
 * Makes a chunk's name: `c`, the time in base 36 (9 digits last until the year 5188), and 80 random bits in hex. BullMQ
 * refuses a custom id with `:` in it, and one of digits only. The id alone tells the chunk's age, so that asking for
 * the oldest chunk never fetches a payload of up to a megabyte.
 */
export function newChunkId(now: number): string {
  return `c${now.toString(36).padStart(9, "0")}${randomBytes(10).toString("hex")}`;
}

/** Says when the chunk was made; `undefined` for an id that isn't ours. */
export function chunkTime(chunkId: string): number | undefined {
  const time = /^c([0-9a-z]{9})[0-9a-f]{20}$/.exec(chunkId)?.[1];
  return time === undefined ? undefined : Number.parseInt(time, 36);
}

/** Says how long ago that was, in milliseconds. */
export function chunkAgeMs(chunkId: string, now: number): number | undefined {
  const time = chunkTime(chunkId);
  return time === undefined ? undefined : Math.max(0, now - time);
}
