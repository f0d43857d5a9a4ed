import type { ItemRef } from "@onefold/contract";
import type { SearchedResult } from "../erasure/search-result.ts";

/** It is searched for whom it quotes before: a transaction is not to be silent for long. */
export interface NewReceipt extends SearchedResult {
  readonly ref: ItemRef;
  readonly clock: number;
  readonly keyId: string | null;
  /** Of a row that is sent again: its clock of before. */
  readonly retryOf?: number | undefined;
  /** The result as JSON, where it was made already. */
  readonly json?: string;
}
