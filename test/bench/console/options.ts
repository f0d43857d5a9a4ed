import { parseArgs } from "node:util";
import { choice } from "../choice.ts";
import { BACKENDS } from "../options.ts";
import type { BackendName } from "../options.ts";
import { positive } from "../positive.ts";

export interface ConsoleOptions {
  readonly backend: BackendName;
  /** That are there before; nineteen of twenty are the team's that is looked at. */
  readonly contacts: number;
  /** Of each of the files that are imported meanwhile, one after the other. */
  readonly imported: number;
  readonly visits: number;
  readonly seconds: number;
  readonly rounds: number;
}

export const USAGE = `Usage: npm run bench:console -- [options]

Fills a database with contacts, imports further ones without an end, and opens each page of the console in Chromium. Then
it posts contacts as fast as they are answered, without and with pages that are open, in turn. The browser has no
part in that: what its pages ask for, and how often, is asked for without it, since its CPU is not the API's.

  --backend redis|postgres  where the queues lie (postgres)
  --contacts N              that are there (1000000)
  --imported N              rows of each file that is imported (300000)
  --visits N                of each page; the medians are of so many (5)
  --seconds N               length of each measurement of posts (5)
  --rounds N                the medians are of so many (7)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): ConsoleOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "postgres" },
      contacts: { type: "string", default: "1000000" },
      imported: { type: "string", default: "300000" },
      visits: { type: "string", default: "5" },
      seconds: { type: "string", default: "5" },
      rounds: { type: "string", default: "7" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    backend: choice("backend", values.backend, BACKENDS),
    contacts: positive("contacts", values.contacts),
    imported: positive("imported", values.imported),
    visits: positive("visits", values.visits),
    seconds: positive("seconds", values.seconds),
    rounds: positive("rounds", values.rounds),
  };
}
