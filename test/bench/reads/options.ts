import { parseArgs } from "node:util";
import { positive } from "../positive.ts";

export interface ReadsOptions {
  /** Contacts, one database for each. */
  readonly rows: readonly number[];
  readonly runs: number;
  readonly plans: boolean;
  readonly folder: string | undefined;
}

export const USAGE = `Usage: npm run bench:reads -- [options]

Fills a database of its own with contacts, and shows for each read of the API the plan of its queries and the
time that it takes, at each number of contacts. Fails where a plan reads a whole table or sorts more than a page.

  --rows N,N,…   contacts (10000,10000000; ten million take about 30 GB of disk while it runs)
  --runs N       the medians are of so many (7)
  --plans        print the whole plans
  --folder DIR   where the databases lie while it runs (a temporary one)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): ReadsOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "10000,10000000" },
      runs: { type: "string", default: "7" },
      plans: { type: "boolean", default: false },
      folder: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const rows = values.rows.split(",").map((count) => positive("rows", count.trim()));
  if (rows.some((count) => count < 1_000)) throw new Error("--rows takes at least 1000.");
  return { rows, runs: positive("runs", values.runs), plans: values.plans, folder: values.folder };
}
