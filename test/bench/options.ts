import { parseArgs } from "node:util";
import { choice } from "./choice.ts";
import { MIXES } from "./mixes.ts";
import type { Mix } from "./mixes.ts";
import { positive } from "./positive.ts";

export const BACKENDS = ["redis", "postgres"] as const;
/** Onefold alone is measured on a cluster too: what one would write instead has no queue that goes over several servers. */
const QUEUES = [...BACKENDS, "redis-cluster"] as const;
export type BackendName = (typeof QUEUES)[number];

/** What is measured: the usage text says what each letter stands for. */
const PARTS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
type Part = (typeof PARTS)[number];

export interface Options {
  readonly backends: readonly BackendName[];
  readonly parts: ReadonlySet<Part>;
  readonly mix: Mix;
  /** Whether requests to Onefold have an Idempotency-Key each. */
  readonly keys: boolean;
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly workers: number;
  /** Milliseconds between Onefold's workers and Postgres, each way. */
  readonly postgresDelay: number;
  /** Where the report is written besides, if anywhere. */
  readonly json: string | undefined;
  readonly markdown: string | undefined;
  /** The folder where it is drawn, if anywhere. */
  readonly svg: string | undefined;
  /** Where CPU profiles of our API and workers go, if they are to be made. */
  readonly profile: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [options]

Measures Onefold beside what one would write or take instead, on this machine, and prints one table.

  --backend a,b,...  where the queue lies: redis, postgres, redis-cluster (redis,postgres)
  --only a,b,c,...   parts to measure (all):
                     a  a bare Hono handler that parses the JSON and answers 202
                     b  the textbook way: one BullMQ job per request, one transaction per job
                     c  Onefold with Prefer: respond-async
                     d  Onefold's synchronous answer
                     e  the ceiling: commitOnce without a queue
                     f  no queue: the handler writes in one transaction per request
                     g  pg-boss: one job per request, one transaction per job
                     h  graphile-worker: the same
  --mix NAME         what the requests are about (usual):
${Object.entries(MIXES)
  .map(([name, what]) => `                     ${name.padEnd(12)} ${what}\n`)
  .join("")}  --keys             with an Idempotency-Key on each request to Onefold, as its client sends
  --seconds N        length of each measurement (3)
  --rounds N         the medians are of so many (3)
  --connections N    that post at the same time in a, b, c, g and h (128)
  --workers N        worker processes of Onefold (1)
  --postgres-delay N milliseconds between these and Postgres, each way (none)
  --json FILE        write the report as JSON too
  --markdown FILE    write the report as Markdown too
  --svg DIR          draw requests/s and p50 against connections too (of d and f)
  --profile DIR      write CPU profiles of Onefold's API and workers
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: BACKENDS.join(",") },
      only: { type: "string", default: PARTS.join(",") },
      mix: { type: "string", default: "usual" },
      keys: { type: "boolean", default: false },
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "128" },
      workers: { type: "string", default: "1" },
      "postgres-delay": { type: "string" },
      json: { type: "string" },
      markdown: { type: "string" },
      svg: { type: "string" },
      profile: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const delay = values["postgres-delay"];
  return {
    backends: values.backend.split(",").map((each) => choice("backend", each.trim(), QUEUES)),
    parts: new Set(values.only.split(",").map((part) => choice("only", part.trim(), PARTS))),
    mix: choice("mix", values.mix, mixNames()),
    keys: values.keys,
    seconds: positive("seconds", values.seconds),
    rounds: positive("rounds", values.rounds),
    connections: positive("connections", values.connections),
    workers: positive("workers", values.workers),
    postgresDelay: delay === undefined ? 0 : positive("postgres-delay", delay),
    json: values.json,
    markdown: values.markdown,
    svg: values.svg,
    profile: values.profile,
  };
}

function mixNames(): Mix[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript's keys() forgets the names
  return Object.keys(MIXES) as Mix[];
}
