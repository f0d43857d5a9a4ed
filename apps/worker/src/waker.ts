import type { Reply } from "@onefold/queue";

export interface WakerOptions {
  /** Tells the process of that channel what became of items. It never rejects. */
  reply(replyTo: string, replies: readonly Reply[]): Promise<void>;
  /** How much may be gathered. Tests set it. */
  readonly most?: { readonly replies: number; readonly characters: number };
}

export interface Waker {
  /** Says, after a commit, what became of an item. Returns at once. */
  wake(replyTo: string, reply: Reply): void;
  /** Settles when everything said so far was passed on, or failed. */
  idle(): Promise<void>;
}

/** Past these, results are left out, and then replies: the store takes them more slowly than commits make them. */
const MOST = { replies: 20_000, characters: 16 * 1024 * 1024 };

/**
 * Passes on what became of items, apart from the write path. One message to a process is under way at a time, and the
 * next one takes all that gathered meanwhile. Those whose reply is lost only have to poll, which is slower.
 */
export function createWaker({ reply, most = MOST }: WakerOptions): Waker {
  let gathered = new Map<string, Reply[]>();
  let count = 0;
  let characters = 0;
  let sending: Promise<void> | undefined;

  return {
    wake(replyTo, { result, ...name }) {
      if (count >= most.replies) return;
      const isRoom = result !== undefined && characters + result.length <= most.characters;
      const replies = gathered.get(replyTo) ?? [];
      replies.push(isRoom ? { ...name, result } : name);
      gathered.set(replyTo, replies);
      count++;
      if (isRoom) characters += result.length;
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
      [count, characters] = [0, 0];
      await Promise.all(Array.from(due, async ([replyTo, replies]) => reply(replyTo, replies)));
    }
    sending = undefined;
  }
}
