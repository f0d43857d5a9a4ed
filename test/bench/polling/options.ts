import { parseArgs } from "node:util";
import { choice } from "../choice.ts";
import { BACKENDS } from "../options.ts";
import type { BackendName } from "../options.ts";
import { positive } from "../positive.ts";

export interface PollingOptions {
  readonly backend: BackendName;
  /** How many items are queued beside the polls. */
  readonly queued: number;
  readonly seconds: number;
  readonly rounds: number;
}

export const USAGE = `Usage: npm run bench:polling -- [options]

Polls jobs of two deployments in turn: one has nothing to do, the other has a million items queued and no worker.

  --backend redis|postgres  where the queues lie (redis)
  --queued N                items (1000000)
  --seconds N               length of each measurement (3)
  --rounds N                the medians are of so many (5)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): PollingOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "redis" },
      queued: { type: "string", default: "1000000" },
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "5" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    backend: choice("backend", values.backend, BACKENDS),
    queued: positive("queued", values.queued),
    seconds: positive("seconds", values.seconds),
    rounds: positive("rounds", values.rounds),
  };
}
