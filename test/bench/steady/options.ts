import { parseArgs } from "node:util";
import { choice } from "../choice.ts";
import { BACKENDS } from "../options.ts";
import type { BackendName } from "../options.ts";
import { positive } from "../positive.ts";

export interface SteadyBenchOptions {
  readonly backend: BackendName;
  readonly minutes: number;
  readonly perSecond: number;
  /** So many receipts of a day past their retention are dropped amid the last minute; 0 for none. */
  readonly oldReceipts: number;
}

export const USAGE = `Usage: npm run bench:steady -- [options]

Posts at a steady rate, of which four in five update a known person, and shows what becomes of the answers and of
Postgres' tables over time: their size, their dead rows, and how many updates left the indexes alone (HOT).

  --backend redis|postgres  where the queue lies (redis)
  --minutes N               (60)
  --per-second N            POSTs (150)
  --old-receipts N          drops a day of so many receipts amid the last minute (0)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): SteadyBenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "redis" },
      minutes: { type: "string", default: "60" },
      "per-second": { type: "string", default: "150" },
      "old-receipts": { type: "string", default: "0" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    backend: choice("backend", values.backend, BACKENDS),
    minutes: positive("minutes", values.minutes),
    perSecond: positive("per-second", values["per-second"]),
    oldReceipts: values["old-receipts"] === "0" ? 0 : positive("old-receipts", values["old-receipts"]),
  };
}
