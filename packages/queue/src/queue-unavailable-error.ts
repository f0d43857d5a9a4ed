/** Why the queue takes nothing now. */
export type UnavailableReason = "unreachable" | "full" | "memory" | "not-durable" | "closing" | "unfit";

/**
 * Thrown when the queue took nothing, or didn't say in time that it did. `outcome` is `not-added` if it is certain that
 * no worker will ever see the item.
 */
export class QueueUnavailableError extends Error {
  readonly reason: UnavailableReason;
  readonly outcome: "unknown" | "not-added";

  constructor(
    message: string,
    options: { reason: UnavailableReason; outcome: "unknown" | "not-added"; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = "QueueUnavailableError";
    this.reason = options.reason;
    this.outcome = options.outcome;
  }
}
