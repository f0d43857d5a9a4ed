import type { KeyOwner } from "@onefold/records";

/** @returns by the hash in hex */
export type FindKeys = (hashes: readonly Buffer[]) => Promise<ReadonlyMap<string, KeyOwner>>;

/** Keys of one look-up at most. */
const TOGETHER = 500;

interface Asked {
  readonly hash: Buffer;
  resolve(key: KeyOwner | undefined): void;
  reject(error: unknown): void;
}

/**
 * Looks keys up by one query at a time: what is asked for meanwhile is asked for together, so that however many ask, nobody
 * waits for more than a few, and one connection is enough.
 */
export function createKeyLookUps(findKeys: FindKeys): (hash: Buffer) => Promise<KeyOwner | undefined> {
  let waiting: Asked[] = [];
  let isLooking = false;

  async function look(): Promise<void> {
    isLooking = true;
    while (waiting.length > 0) {
      const asked = waiting.splice(0, TOGETHER);
      try {
        const found = await findKeys(asked.map(({ hash }) => hash));
        for (const { hash, resolve } of asked) resolve(found.get(hash.toString("hex")));
      } catch (error) {
        // The database is away: those who wait would only learn it later.
        for (const { reject } of [...asked, ...waiting]) reject(error);
        waiting = [];
      }
    }
    isLooking = false;
  }

  return (hash) => {
    const { promise, resolve, reject } = Promise.withResolvers<KeyOwner | undefined>();
    waiting.push({ hash, resolve, reject });
    if (!isLooking) void look();
    return promise;
  };
}
