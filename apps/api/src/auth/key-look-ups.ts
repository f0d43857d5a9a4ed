import type { KeyOwner } from "@onefold/records";

/** @returns the keys that were found, by their hash in hex */
export type FindKeys = (hashes: readonly Buffer[]) => Promise<ReadonlyMap<string, KeyOwner>>;

/** The most keys of one look-up. */
const TOGETHER = 500;

interface Asked {
  readonly hash: Buffer;
  resolve(key: KeyOwner | undefined): void;
  reject(error: unknown): void;
}

/**
 * Looks keys up, one query at a time. What is asked for during a query goes into the next one together. So however many
 * ask, nobody waits for more than a few queries, and one connection is enough.
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
        // The database is away. Those who wait are told at once, as they would only learn it later.
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
