import { parseArgs } from "node:util";
import { choice } from "../choice.ts";
import { BACKENDS } from "../options.ts";
import type { BackendName } from "../options.ts";
import { positive } from "../positive.ts";

const PARTS = ["import", "ceiling", "latency"] as const;
type Part = (typeof PARTS)[number];

export interface BulkOptions {
  readonly backend: BackendName;
  readonly parts: ReadonlySet<Part>;
  readonly rows: number;
  readonly small: number;
  readonly besideRows: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly workers: number;
}

export const USAGE = `Usage: npm run bench:bulk -- [options]

Imports a generated CSV with the command line through the running service, and measures its rate beside plain COPY
and one upsert, its memory, and what single POSTs notice of it. Fails where a count isn't the generator's.

  --backend redis|postgres   where the queue lies (redis)
  --only import,ceiling,latency   parts to measure (all):
                     import   rows/s and peak memory, at --small and at --rows
                     ceiling  the rows of --rows by COPY and one set-based upsert
                     latency  single POSTs, idle and beside an import
  --rows N           of the import (1000000)
  --small N          of the import that its memory is compared with (100000)
  --beside-rows N    of the import that runs beside the POSTs (500000)
  --seconds N        how long POSTs are sent while nothing else is (60)
  --per-second N     POSTs (50)
  --workers N        worker processes (1)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): BulkOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "redis" },
      only: { type: "string", default: PARTS.join(",") },
      rows: { type: "string", default: "1000000" },
      small: { type: "string", default: "100000" },
      "beside-rows": { type: "string", default: "500000" },
      seconds: { type: "string", default: "60" },
      "per-second": { type: "string", default: "50" },
      workers: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    backend: choice("backend", values.backend, BACKENDS),
    parts: new Set(values.only.split(",").map((part) => choice("only", part.trim(), PARTS))),
    rows: positive("rows", values.rows),
    small: positive("small", values.small),
    besideRows: positive("beside-rows", values["beside-rows"]),
    seconds: positive("seconds", values.seconds),
    perSecond: positive("per-second", values["per-second"]),
    workers: positive("workers", values.workers),
  };
}
