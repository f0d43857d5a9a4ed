import type { FieldValue } from "@onefold/contract";
import type { Stamp } from "./stamp.ts";

/** Where a record comes from: `source`, `createdBy` and the clock of the write with the lowest clock. */
export interface Origin {
  readonly clock: number;
  readonly source: string;
  readonly createdBy: string;
}

/**
 * What `fold` knows of a record. The primary identifiers, `ownerId` and `companyId` are fields here like all others.
 */
export interface RecordState {
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** The stamp of each field that was ever written, even if it was cleared. */
  readonly stamps: Readonly<Record<string, Stamp>>;
  readonly origin: Origin;
}

/** What one item writes to a record. */
export interface Patch {
  readonly stamp: Stamp;
  readonly set: Readonly<Record<string, FieldValue>>;
  /** The fields to empty. A field that is also in `set` is set. */
  readonly clear: readonly string[];
  /** The origin's clock is the stamp's. */
  readonly origin: Origin;
}

/** Gives the origin with the lower clock. */
export function earlierOrigin(a: Origin | undefined, b: Origin): Origin {
  return a === undefined || b.clock < a.clock ? b : a;
}
