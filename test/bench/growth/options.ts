import { parseArgs } from "node:util";
import { positive } from "../positive.ts";

export interface GrowthOptions {
  /** Contacts, a database for each. */
  readonly contacts: readonly number[];
  readonly seconds: number;
  readonly rounds: number;
  readonly folder: string | undefined;
  readonly json: string | undefined;
  readonly svg: string | undefined;
}

export const USAGE = `Usage: npm run bench:growth -- [options]

Shows what an upsert costs as the contacts become more: it fills a database for each number of contacts, and commits
upserts of new and of known people, by e-mail, to each in turn, round after round. (The new ones stay: a small database
has several times as many contacts at the end.)

  --contacts N,N,…  contacts (10000,1000000,10000000; ten million take about 30 GB of disk while it runs)
  --seconds N       length of each measurement (10)
  --rounds N        the medians are of so many (3)
  --folder DIR      where the databases lie while it runs (a temporary one)
  --json FILE       write what was measured as JSON too
  --svg FILE        draw it too
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): GrowthOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      contacts: { type: "string", default: "10000,1000000,10000000" },
      seconds: { type: "string", default: "10" },
      rounds: { type: "string", default: "3" },
      folder: { type: "string" },
      json: { type: "string" },
      svg: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const contacts = values.contacts.split(",").map((count) => positive("contacts", count.trim()));
  if (contacts.some((count) => count < 10_000)) throw new Error("--contacts takes at least 10000.");
  return {
    contacts,
    seconds: positive("seconds", values.seconds),
    rounds: positive("rounds", values.rounds),
    folder: values.folder,
    json: values.json,
    svg: values.svg,
  };
}
