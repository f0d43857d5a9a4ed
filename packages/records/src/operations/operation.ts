import type { ItemRef } from "@onefold/contract";

/**
 * A change of single records that isn't an upsert: it takes the same locks, a clock of the same deployment,
 * and leaves a receipt under its job's id.
 */
export interface Operation {
  readonly ref: ItemRef;
  /**
   * A clock above `floor` and above every one that the deployment has issued. It is asked for under all locks of
   * the operation, so that whatever was done to these records before is earlier, and whatever waits is judged by
   * when it was accepted. Short, as a transaction is open; where it rejects, nothing is changed.
   */
  issueClock(floor: number): Promise<number>;
  /** Who asked for it. */
  readonly userId: string;
  readonly keyId: string;
  /** Of a request with an Idempotency-Key: it is done once, and a repeat is told what it came to. */
  readonly key?: OperationKey;
  /** For fault tests: awaited at each point. */
  readonly onPoint?: (point: OperationPoint) => Promise<void> | void;
}

/** Keyed hashes, as the table has them. */
export interface OperationKey {
  readonly keyHash: Buffer;
  /** Of all that the request said: method, path, query, body. */
  readonly fingerprint: Buffer;
  /** A key that was used longer ago counts as new. */
  readonly maxAgeDays: number;
}

/** Where a test stops an operation: it has a connection, it has its locks, it has written everything. */
export type OperationPoint = "begun" | "locked" | "before-commit";

/** An operation that has its locks and its clock. */
export interface TimedOperation extends Operation {
  readonly clock: number;
}

/** There is no such record of the team. */
export interface NotFound {
  readonly kind: "not-found";
}
