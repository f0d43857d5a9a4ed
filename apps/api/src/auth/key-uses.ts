import { KEY_USE_SECONDS } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { LRUCache } from "lru-cache";

export interface KeyUses extends AsyncDisposable {
  /** Notes that these are used now. It is written in the background, for each about once a minute. */
  note(keys: Iterable<KeyOwner>): void;
}

export interface KeyUsesOptions {
  write(teamId: string, keyIds: readonly string[]): Promise<void>;
  onError(error: unknown): void;
  readonly now?: () => number;
}

/**
 * Has each key's last use noted. A key is looked up again when it is used after some seconds, so whoever looks keys up
 * calls this, and no request pays for it. One write is under way at a time: what comes meanwhile goes along with the next.
 */
export function createKeyUses({ write, onError, now = () => performance.now() }: KeyUsesOptions): KeyUses {
  const noted = new LRUCache<string, number>({ max: 10_000 });
  const waiting = new Map<string, Set<string>>();
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    for (const [teamId, keyIds] of waiting) {
      waiting.delete(teamId);
      try {
        await write(teamId, [...keyIds]);
      } catch (error) {
        // They are noted by one of their next uses.
        onError(error);
      }
    }
    writing = undefined;
  }

  return {
    note(keys) {
      const at = now();
      for (const { teamId, keyId } of keys) {
        const before = noted.get(keyId);
        if (before !== undefined && at - before < KEY_USE_SECONDS * 1_000) continue;
        noted.set(keyId, at);
        waiting.set(teamId, (waiting.get(teamId) ?? new Set()).add(keyId));
      }
      if (waiting.size > 0) writing ??= writeAll();
    },
    async [Symbol.asyncDispose]() {
      await writing;
    },
  };
}
