import type { BulkOptions } from "./options.ts";
import type { BulkStores } from "./stores.ts";

/** What every part works with. */
export interface BulkBench {
  readonly options: BulkOptions;
  readonly stores: BulkStores;
  /** Told to stop. */
  readonly signal: AbortSignal;
  /** How it goes. */
  log(line: string): void;
}
