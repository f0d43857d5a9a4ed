/** Why nothing was done to a parked chunk. */
export type ParkedChunkReason =
  /** It isn't parked, or not any more: replayed or dropped by somebody, or removed with its day. */
  | "gone"
  /** It is older than receipts are kept: its items could be applied a second time. */
  | "expired"
  /** The content that is to take its place can't be read, or isn't one that may. */
  | "unfit";

/** Thrown where a step isn't done. The message is for the operator, and quotes nothing of the content. */
export class ParkedChunkError extends Error {
  override readonly name = "ParkedChunkError";
  readonly reason: ParkedChunkReason;

  constructor(reason: ParkedChunkReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
