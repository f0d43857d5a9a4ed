import type { Watermark } from "@onefold/records";

/** What a look at the queue found, by the deployment's time. */
interface Look {
  readonly at: number;
  readonly before: number;
}

export interface WatermarkOptions {
  /** How long an accepted item may take to get into the queue, plus how far a process may misdate it. */
  readonly addMs: number;
  /** How long a worker may hold a chunk that the store has lost. Only after that is the chunk told as lost. */
  readonly graceMs: number;
  /** How far the times of two processes may be apart. */
  readonly skewMs: number;
}

/**
 * Finds, from looks at the queue, the time before which nothing that was accepted is still in the queue: it has its
 * receipt, or it is lost. The queue holds nothing older than its oldest chunk, and a chunk is no younger than any of
 * its items. A look counts once it is old enough and no later look has seen anything older.
 */
export function createWatermark({ addMs, graceMs, skewMs }: WatermarkOptions) {
  let looks: Look[] = [];
  return {
    /**
     * @param oldestAt when the oldest chunk was made, if there is one
     * @param now when the look began, both in milliseconds since 1970
     * @returns undefined where it isn't known yet
     */
    look(oldestAt: number | undefined, now: number): Watermark | undefined {
      const before = Math.min((oldestAt ?? Infinity) - skewMs, now - addMs);
      // The database's time was set back, so what was seen at later times says nothing now.
      if ((looks.at(-1)?.at ?? 0) > now) looks = [];
      looks = [
        ...looks.map((each) => ({ ...each, before: Math.min(each.before, before) })),
        { at: now, before },
      ];
      const index = looks.findLastIndex((each) => each.at <= now - graceMs);
      const known = looks[index];
      if (!known) return undefined;
      looks = looks.slice(index);
      return { passedBefore: known.before, lookedAt: now };
    },
  };
}
