import { randomUUID } from "node:crypto";
import { z } from "zod";

/** What became of an item, as a worker tells the process that waits for it. */
export interface Reply {
  readonly jobId: string;
  readonly row: number;
  readonly clock: number;
  /** What its receipt says, as JSON. Absent where the receipt is to be read. */
  readonly result?: string | undefined;
}

/** A reply as it is received. `result` is absent where the receipt is to be read. */
export interface ReceivedReply extends Omit<Reply, "result"> {
  readonly result?: unknown;
}

const Replies = z.array(z.tuple([z.string(), z.int(), z.int(), z.unknown().optional()]));

/**
 * Names a channel that nobody guesses. On Postgres whoever may connect can listen to a channel that he can name, and
 * replies tell of people. Those who may look into the queue or at its sessions see the name; they see as much there.
 */
export function newReplyChannel(): string {
  return randomUUID().replaceAll("-", "");
}

/**
 * Writes replies as messages of at most so many bytes. A result that is larger is left out: its receipt is to be read.
 */
export function writeReplies(replies: readonly Reply[], maxBytes: number): string[] {
  const messages: string[] = [];
  let texts: string[] = [];
  let bytes = 2;
  for (const reply of replies) {
    const text = textOf(reply, maxBytes - 2);
    const size = Buffer.byteLength(text) + 1;
    if (texts.length > 0 && bytes + size > maxBytes) {
      messages.push(`[${texts.join(",")}]`);
      [texts, bytes] = [[], 2];
    }
    texts.push(text);
    bytes += size;
  }
  if (texts.length > 0) messages.push(`[${texts.join(",")}]`);
  return messages;
}

/** @returns none where it is no such message */
export function readReplies(message: string): ReceivedReply[] {
  const parsed = Replies.safeParse(parseJson(message));
  if (!parsed.success) return [];
  return parsed.data.map(([jobId, row, clock, result]) => ({ jobId, row, clock, result }));
}

function textOf({ jobId, row, clock, result }: Reply, maxBytes: number): string {
  const name = JSON.stringify([jobId, row, clock]);
  const whole = result === undefined ? name : `${name.slice(0, -1)},${result}]`;
  return Buffer.byteLength(whole) <= maxBytes ? whole : name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
