import { parseArgs } from "node:util";
import type { BackendName } from "../options.ts";

export interface Options {
  readonly backends: readonly BackendName[];
  /** Of the flood. */
  readonly seconds: number;
  readonly connections: number;
}

export const USAGE = `Usage: npm run bench:overload -- [options]

Posts to an API from all connections, as fast as it answers and whatever it answers, while one worker with small commits
applies a third of that at most. Prints what it answered, what the processes held in memory, how soon it was itself again, and
whether all that was accepted has ended. Ends with 1 where something isn't as promised.

  --minutes N        of the flood (2)
  --backend redis|postgres|both  where the queue lies (both)
  --connections N    that post at the same time (256)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "2" },
      backend: { type: "string", default: "both" },
      connections: { type: "string", default: "256" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 60))
    throw new Error(`--minutes takes a number up to 60, not ${values.minutes}.`);
  if (!/^[1-9]\d{0,3}$/.test(values.connections))
    throw new Error(`--connections takes a whole number from 1, not ${values.connections}.`);
  return {
    backends: backendsOf(values.backend),
    seconds: minutes * 60,
    connections: Number(values.connections),
  };
}

function backendsOf(given: string): readonly BackendName[] {
  if (given === "both") return ["redis", "postgres"];
  if (given === "redis" || given === "postgres") return [given];
  throw new Error(`--backend takes redis, postgres or both, not ${given}.`);
}
