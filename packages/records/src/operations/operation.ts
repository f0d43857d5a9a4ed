import type { ItemRef } from "@onefold/contract";

/**
 * A change of single records that isn't an upsert. It takes the same locks and a clock of the same deployment, and
 * leaves a receipt under its job's id.
 */
export interface Operation {
  readonly ref: ItemRef;
  /**
   * Issues a clock above `floor` and above every one that the deployment has issued. It is called under all locks of
   * the operation. So whatever was done to these records before is earlier, and whatever waits is judged by when it was
   * accepted. It must be quick, as a transaction is open. If it rejects, nothing is changed.
   */
  issueClock(floor: number): Promise<number>;
  /** Who asked for it. */
  readonly userId: string;
  readonly keyId: string;
  /** Set for a request with an Idempotency-Key: it is done once, and a repeat is told what it came to. */
  readonly key?: OperationKey;
  /** Fault tests set this. It is awaited at each point. */
  readonly onPoint?: (point: OperationPoint) => Promise<void> | void;
}

/** Keyed hashes, as the table has them. */
export interface OperationKey {
  readonly keyHash: Buffer;
  /** The hash of all that the request said: method, path, query, body. */
  readonly fingerprint: Buffer;
  /** A key that was used longer ago counts as new. */
  readonly maxAgeDays: number;
}

/** Where a test stops an operation: it has a connection, it has its locks, or it has written everything. */
export type OperationPoint = "begun" | "locked" | "before-commit";

/** An operation that has its locks and its clock. */
export interface TimedOperation extends Operation {
  readonly clock: number;
}

/** The team has no such record. */
export interface NotFound {
  readonly kind: "not-found";
}
