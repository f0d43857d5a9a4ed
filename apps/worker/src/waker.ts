import type { Reply } from "@onefold/queue";

export interface WakerOptions {
  /** Tells the process of that channel what became of items. */
  reply(replyTo: string, replies: readonly Reply[]): Promise<void>;
  onError(error: unknown): void;
}

export interface Waker {
  /** Says, after a commit, what became of an item. Returns at once. */
  wake(replyTo: string, reply: Reply): void;
  /** Settles when everything said so far was passed on, or failed. */
  idle(): Promise<void>;
}

/**
 * Passes on what became of items, apart from the write path. One message is under way at a time, and the next one takes
 * all that gathered meanwhile. If one is lost, its waiters only have to poll, which is slower.
 */
export function createWaker(options: WakerOptions): Waker {
  let gathered = new Map<string, Reply[]>();
  let sending: Promise<void> | undefined;

  return {
    wake(replyTo, reply) {
      const replies = gathered.get(replyTo);
      if (replies) replies.push(reply);
      else gathered.set(replyTo, [reply]);
      sending ??= send();
    },
    idle: async () => sending,
  };

  async function send(): Promise<void> {
    // All of a commit are said in one go.
    await Promise.resolve();
    while (gathered.size > 0) {
      const due = gathered;
      gathered = new Map();
      await Promise.all(
        Array.from(due, ([replyTo, replies]) => options.reply(replyTo, replies).catch(options.onError)),
      );
    }
    sending = undefined;
  }
}
