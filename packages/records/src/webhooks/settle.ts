import { foldContent, newMessageId } from "./message-content.ts";
import type { MessageContent } from "./message-content.ts";
import type { StoredMessage } from "./message.ts";
import { DISABLED_AFTER_MS, isProbed, PROBED_AFTER, probePauseMs, retryPauseMs } from "./pauses.ts";

/** A message that somebody is sending, until its lease is over. */
export interface ClaimedMessage {
  readonly recordId: string;
  readonly entity: string;
  readonly messageId: string;
  readonly content: MessageContent;
  /** How often this content was tried before. */
  readonly tries: number;
  readonly claim: number;
  /** Set where it was taken before it was due, to probe its webhook: when it was due. */
  readonly dueAt?: number;
}

/** A message that somebody is sending to an address. */
export interface AddressedMessage extends ClaimedMessage {
  readonly url: string;
}

/** How the attempt to send a message went. */
export interface SentMessage {
  readonly message: AddressedMessage;
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly delivered: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly durationMs: number;
  /** The first KiB. */
  readonly answer: string;
  /** How long the other end asked to be left alone. */
  readonly retryAfterMs?: number;
}

/**
 * Gives what is left of a message after an attempt; undefined where nothing is. What came meanwhile is another message. Pure.
 * @param random from 0 to 1
 */
export function settled(
  message: StoredMessage,
  sent: SentMessage,
  { now, random }: { readonly now: number; readonly random: number },
): StoredMessage | undefined {
  const { later, ...rest } = message;
  const fresh = { ...rest, messageId: newMessageId(), tries: 0, nextAt: now, isSending: false };
  if (sent.delivered) return later && { ...fresh, content: later };
  if (later) return { ...fresh, content: foldContent(message.content, later) };
  // A probe takes messages again and again, before they are due: if that counted, they were given up within minutes.
  const { dueAt } = sent.message;
  if (dueAt !== undefined) return { ...rest, nextAt: dueAt, isSending: false };
  const tries = message.tries + 1;
  const pauseMs = retryPauseMs(tries, { retryAfterMs: sent.retryAfterMs, random });
  if (pauseMs === undefined) return undefined;
  return { ...rest, tries, nextAt: now + pauseMs, isSending: false };
}

/** Gives a message that was taken and that nobody has tried to send: it is due as before, with what came meanwhile. Pure. */
export function handedBack(
  { later, ...message }: StoredMessage,
  { dueAt }: Pick<ClaimedMessage, "dueAt">,
  now: number,
): StoredMessage {
  const back = { ...message, isSending: false, nextAt: dueAt ?? now };
  if (!later) return back;
  // Somebody before may have sent its id.
  const content = foldContent(message.content, later);
  return { ...back, messageId: newMessageId(), tries: 0, nextAt: now, content };
}

/** Gives a message to somebody who sends it until the lease is over. Where the one before is gone, what came goes along. Pure. */
export function claimed(
  { later, ...message }: StoredMessage,
  { now, leaseMs }: { readonly now: number; readonly leaseMs: number },
): StoredMessage & ClaimedMessage {
  const mine = { ...message, isSending: true, claim: message.claim + 1, nextAt: now + leaseMs };
  if (!later) return { ...mine, ...(message.nextAt > now && { dueAt: message.nextAt }) };
  return { ...mine, messageId: newMessageId(), tries: 0, content: foldContent(message.content, later) };
}

/** How a webhook goes. Times are milliseconds since 1970. */
export interface WebhookHealth {
  readonly failures: number;
  readonly failingSince?: number | undefined;
  readonly lastSuccessAt?: number | undefined;
  /** Nothing is sent to it before, where it is only probed. */
  readonly pausedUntil?: number | undefined;
  readonly disabled?: "failing" | "gone" | undefined;
}

/** Says how a webhook goes after attempts, in the order in which they ended. Pure. */
export function healthAfter(
  before: WebhookHealth,
  attempts: readonly SentMessage[],
  { now, random }: { readonly now: number; readonly random: number },
): WebhookHealth {
  let health = before;
  for (const sent of attempts) {
    if (sent.delivered) {
      health = { failures: 0, lastSuccessAt: now };
      continue;
    }
    // Who asks to be left alone is: all of its messages wait.
    const asks = sent.retryAfterMs !== undefined && (sent.status === 429 || sent.status === 503);
    const failures = Math.max(health.failures + 1, asks ? PROBED_AFTER : 0);
    const failingSince = health.failingSince ?? sent.at;
    const pauseMs = Math.max(
      probePauseMs(failures, random),
      asks ? Math.min(sent.retryAfterMs, 3_600_000) : 0,
    );
    health = {
      ...health,
      failures,
      failingSince,
      pausedUntil: isProbed({ failures }) ? now + pauseMs : undefined,
      ...(now - failingSince >= DISABLED_AFTER_MS && { disabled: "failing" }),
      ...(sent.status === 410 && { disabled: "gone" }),
    };
  }
  return health;
}
