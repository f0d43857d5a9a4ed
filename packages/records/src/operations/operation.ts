import type { ItemRef } from "@onefold/contract";

/**
 * A change of single records that isn't an upsert: it takes the same locks, a clock of the same deployment,
 * and leaves a receipt under its job's id.
 */
export interface Operation {
  readonly ref: ItemRef;
  readonly clock: number;
  /** Who asked for it. */
  readonly userId: string;
  readonly keyId: string;
}

/** There is no such record of the team. */
export interface NotFound {
  readonly kind: "not-found";
}
