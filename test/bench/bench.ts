import type { Figures } from "./report/figures.ts";
import type { Load } from "./load/load.ts";
import type { Options } from "./options.ts";
import type { Stores } from "./stores.ts";

/** What every measurement works with. */
export interface Bench {
  readonly options: Options;
  readonly stores: Stores;
  readonly load: Load;
  readonly figures: Figures;
  /** Told to stop. */
  readonly signal: AbortSignal;
  /** Ends what a measurement starts. */
  readonly owned: AsyncDisposableStack;
  /** The header that our API asks for; the others are sent it too. */
  readonly auth: Readonly<Record<string, string>>;
  log(line: string): void;
}
