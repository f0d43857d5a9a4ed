import type { Database } from "@onefold/database";
import { loadMessages, workOn } from "@onefold/records";
import type {
  AddressedMessage,
  HeldWebhook,
  LoadedMessage,
  SentMessage,
  WebhookName,
  WorkTaken,
} from "@onefold/records";
import type { Attempt, WebhookSender } from "@onefold/webhook-sender";
import type { Logger } from "pino";
import { AT_ONCE, paceAfter, SLOW } from "./pace.ts";
import { writeRequest } from "./write-request.ts";

/** Where a fault test can stop a delivery. */
export type DeliveryPoint = "before-send" | "after-send";

export interface DeliverOptions {
  readonly db: Database;
  readonly log: Logger;
  /** Told of each attempt, by how it ended. */
  readonly attempted: (outcome: string, durationMs: number) => void;
  readonly sender: Pick<WebhookSender, "send">;
  /** How long an attempt takes at most. */
  readonly timeoutMs: number;
  /** Gives the deployment's time in milliseconds since 1970. */
  now(): number;
  /** When it is aborted, no message is begun. */
  readonly signal: AbortSignal;
  /** When it is aborted, what is under way ends, and isn't noted. */
  readonly killing: AbortSignal;
  /** Fault tests set this. It is awaited at each point. */
  readonly onPoint?: ((point: DeliveryPoint) => Promise<void> | void) | undefined;
}

/** Whoever has more to do waits for its next turn: others may have waited for theirs. */
const TURN_MS = 10_000;
/** How many characters of bodies of a webhook are under way at once, beside one that has more. */
const TOGETHER_MAX = 1_048_576;
/** What the time of an attempt is exceeded by before its message is given to somebody else. */
const LEASE_MORE_MS = 15_000;
/** What was read so long ago is read again before it is sent, for the same reason as READ_MS. */
const FRESH_MS = 250;
/** What was taken so long ago and hasn't been begun is handed back: the receiver has become slow, or its messages large. */
const LATE_MS = 2_000;

/**
 * Sends what is due to a webhook, up to eight messages at once, until nothing is or its turn is over. How attempts went is
 * noted with the next messages that are taken: of a quick receiver many at once. Each body is built of what is read just
 * before it is sent.
 */
export async function deliver(name: WebhookName, options: DeliverOptions): Promise<void> {
  const { db, log, signal, timeoutMs } = options;
  const endAt = performance.now() + TURN_MS;
  const leaseMs = timeoutMs + LEASE_MORE_MS;
  const ended: SentMessage[] = [];
  const sending = new Set<Promise<void>>();
  let unsent: readonly AddressedMessage[] = [];
  let pace = SLOW;
  let lastAt = performance.now();
  let together = 0;
  try {
    for (;;) {
      const isOver = signal.aborted || performance.now() > endAt;
      const sent = ended.splice(0);
      const takenAt = performance.now();
      pace = paceAfter(sent, takenAt - lastAt, pace);
      lastAt = takenAt;
      const work = await workOn(db, name, {
        sent,
        unsent,
        wanted: isOver ? 0 : pace.taken - sending.size,
        sending: sending.size,
        leaseMs,
      });
      if (!work) return;
      if (work.disabled)
        log.warn({ webhookId: name.webhookId, reason: work.disabled }, "a webhook was disabled");
      unsent = await sendAll(work, takenAt);
      // Some may have ended while the others were noted.
      if (ended.length > 0 || unsent.length > 0) continue;
      if (sending.size === 0) return;
      await Promise.race(sending);
    }
  } finally {
    await Promise.all(sending);
  }

  /** Gives those that weren't begun, where it had to stop. */
  async function sendAll({ webhook, taken }: WorkTaken, takenAt: number): Promise<AddressedMessage[]> {
    const left = new Set(taken);
    const isFull = () => sending.size >= AT_ONCE || together > TOGETHER_MAX;
    while (left.size > 0) {
      const readAt = performance.now();
      const next = [...left].slice(0, Math.max(pace.read, AT_ONCE - sending.size));
      for await (const each of loadMessages(db, webhook, next)) {
        left.delete(each.message);
        begin(webhook, each, takenAt);
        while (isFull()) await Promise.race(sending);
        // A receiver that fails isn't sent what was taken when it didn't.
        const hasFailed = ended.some(({ delivered }) => !delivered);
        if (signal.aborted || hasFailed || performance.now() - takenAt > LATE_MS) return [...left];
        if (performance.now() - readAt > FRESH_MS) break;
      }
    }
    return [];
  }

  function begin(webhook: HeldWebhook, loaded: LoadedMessage, takenAt: number): void {
    const attempt = send(webhook, loaded, takenAt).finally(() => sending.delete(attempt));
    sending.add(attempt);
  }

  async function send(webhook: HeldWebhook, loaded: LoadedMessage, takenAt: number): Promise<void> {
    const at = options.now();
    const request = writeRequest(webhook, loaded, at);
    const { length } = request.body;
    together += length;
    try {
      await options.onPoint?.("before-send");
      // A process that stood still may have lost the message meanwhile, and something newer may have been sent.
      if (performance.now() - takenAt > leaseMs - timeoutMs) return;
      const sent = await options.sender.send({ ...request, signal: options.killing });
      await options.onPoint?.("after-send");
      note(loaded, at, sent);
    } finally {
      together -= length;
    }
  }

  function note(loaded: LoadedMessage, at: number, { answer, ...attempt }: Attempt): void {
    const { error = "delivered", durationMs } = attempt;
    options.attempted(error, durationMs);
    // This side gave up: the message is sent again when its lease is over.
    if (error === "aborted") return;
    ended.push({ ...attempt, message: loaded.message, at, delivered: attempt.error === undefined, answer });
  }
}
