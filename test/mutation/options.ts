import { parseArgs } from "node:util";
import { TARGETS } from "./targets.ts";
import type { Target } from "./targets.ts";

export interface Options {
  readonly targets: readonly Target[];
  /** Globs in place of the targets' own. */
  readonly files: readonly string[];
  readonly concurrency: number;
}

export const USAGE = `Usage: npm run mutate -- [options]

Changes the rules of identity and of the commit path one by one, in a copy of the sources, and says which changes no test
notices. Takes hours for all of it. Fetches Stryker where it hasn't been yet.

  --only identity|commit  one of them (both)
  --file GLOB        only the files that match; can be given several times
  --concurrency N    runs at once (2)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      file: { type: "string", multiple: true, default: [] },
      concurrency: { type: "string", default: "2" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const targets = TARGETS.filter(({ name }) => values.only === undefined || name === values.only);
  if (targets.length === 0) throw new Error(`--only takes identity or commit, not ${values.only}.`);
  if (!/^[1-9]\d?$/.test(values.concurrency))
    throw new Error(`--concurrency takes a whole number from 1, not ${values.concurrency}.`);
  return { targets, files: values.file, concurrency: Number(values.concurrency) };
}
