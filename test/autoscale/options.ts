import { parseArgs } from "node:util";
import { positive } from "../bench/positive.ts";

export interface SimulationOptions {
  /** Of a phase with the low load; the one with the high load is twice as long. */
  readonly seconds: number;
  /** Items per second. */
  readonly low: number;
  readonly high: number;
  readonly maxWorkers: number;
}

export const USAGE = `Usage: npm run simulate:autoscaling -- [options]

Sends uploads whose load is low, high, and low again to real processes on real stores, reads /metrics of the API and of each
worker every two seconds, and starts and stops workers by the rule of Kubernetes' HorizontalPodAutoscaler. Each worker has
one slot, small commits and a Postgres that is far away, so that one can't do the high load. Prints a line for each look and
a table. Ends with 1 where an item was lost or applied twice, or the backlog wasn't bounded.

  --seconds N      of each phase with the low load; the high one has twice as many (30)
  --low N          items per second (40)
  --high N         items per second (480)
  --max-workers N  (6)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): SimulationOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "30" },
      low: { type: "string", default: "40" },
      high: { type: "string", default: "480" },
      "max-workers": { type: "string", default: "6" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    seconds: positive("seconds", values.seconds),
    low: positive("low", values.low),
    high: positive("high", values.high),
    maxWorkers: positive("max-workers", values["max-workers"]),
  };
}
