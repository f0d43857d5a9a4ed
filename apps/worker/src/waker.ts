export interface WakerOptions {
  /** Wakes those that wait for receipts of these chunks. */
  notify(chunkIds: readonly string[]): Promise<void>;
  onError(error: unknown): void;
}

export interface Waker {
  /** Says, after a commit, that these chunks have new receipts. Returns at once. */
  wake(chunkIds: Iterable<string>): void;
  /** Settles when everything said so far was passed on, or failed. */
  idle(): Promise<void>;
}

/**
 * Passes on which chunks have new receipts, apart from the write path. One notification is under way at a time, and the
 * next one takes all that gathered meanwhile. If one is lost, its waiters only have to poll, which is slower.
 */
export function createWaker(options: WakerOptions): Waker {
  const gathered = new Set<string>();
  let sending: Promise<void> | undefined;

  return {
    wake(chunkIds) {
      for (const chunkId of chunkIds) gathered.add(chunkId);
      if (gathered.size > 0) sending ??= send();
    },
    idle: async () => sending,
  };

  async function send(): Promise<void> {
    while (gathered.size > 0) {
      const chunkIds = [...gathered];
      gathered.clear();
      await options.notify(chunkIds).catch(options.onError);
    }
    sending = undefined;
  }
}
