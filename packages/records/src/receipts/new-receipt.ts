import type { ItemRef } from "@onefold/contract";
import type { LastMerge } from "../commit/commit-state.ts";
import type { SearchedResult } from "../erasure/search-result.ts";

/** A receipt to write. It was searched already for whom it quotes, as a transaction must not be silent for long. */
export interface NewReceipt extends SearchedResult {
  readonly ref: ItemRef;
  readonly clock: number;
  readonly keyId: string | null;
  /** The former clock of a row that is sent again. */
  readonly retryOf?: number | undefined;
  /** What had been merged into the record last when it was applied: the receipt tells of all that are parts of it then. */
  readonly lastMerge?: LastMerge | undefined;
  /** The records that an undo brought back. */
  readonly restoredIds?: readonly string[];
  /** The result as JSON, if that was made already. */
  readonly json?: string;
}
