import { parseArgs } from "node:util";
import { positive } from "../positive.ts";

export interface EventBenchOptions {
  /** How many items a commit has, of each measurement. */
  readonly sizes: readonly number[];
  readonly items: number;
  readonly rounds: number;
}

export const USAGE = `Usage: npm run bench:events -- [options]

Shows what the change feed takes of the commit path: commitOnce alone, without a queue, and how much of Postgres' time for its
statements, of its log (WAL), and of the CPU time of both processes the feed's own statement is. The machine's noise is in all
parts alike.

  --sizes N,N   items of a commit (1,10,100,500)
  --items N     that each measurement commits (6000); of one item a commit a quarter of it
  --rounds N    the medians are of so many (5)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): EventBenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: "string", default: "1,10,100,500" },
      items: { type: "string", default: "6000" },
      rounds: { type: "string", default: "5" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    sizes: values.sizes.split(",").map((each) => positive("sizes", each)),
    items: positive("items", values.items),
    rounds: positive("rounds", values.rounds),
  };
}
