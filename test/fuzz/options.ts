import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const BACKENDS = ["redis", "postgres"] as const;
export type BackendName = (typeof BACKENDS)[number];

export interface Options {
  readonly backends: readonly BackendName[];
  readonly requests: number;
  readonly seconds: number | undefined;
  readonly seed: number;
  readonly route: string | undefined;
  /** No answer may take longer, whatever was sent. */
  readonly limitMs: number;
  /** Only this one is sent, after some that give it something to name. */
  readonly only: number | undefined;
  readonly folder: string;
}

export const USAGE = `Usage: npm run fuzz -- [options]

Starts a service of its own on 127.0.0.1 and sends it requests that are made from its OpenAPI document: valid ones,
mutated ones, and hostile ones that no HTTP client sends. Each answer is held against the document, and in the end what
was accepted against what there is.

  --backend redis|postgres|both  where the queue lies (both)
  --requests N    to each of them (20000)
  --seconds N     ends earlier
  --seed S        makes the same requests again (a new one)
  --route "POST /api/contacts"   only to this one
  --limit N       seconds that an answer may take: more on a machine that others keep busy (5)
  --only N        sends that request alone, and shows it and its answer
  --folder DIR    where the bytes of requests go that showed something
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "both" },
      requests: { type: "string", default: "20000" },
      seconds: { type: "string" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      route: { type: "string" },
      limit: { type: "string", default: "5" },
      only: { type: "string" },
      folder: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const seed = whole("seed", values.seed);
  return {
    backends: values.backend === "both" ? BACKENDS : [backendOf(values.backend)],
    requests: whole("requests", values.requests),
    seconds: values.seconds === undefined ? undefined : whole("seconds", values.seconds),
    seed,
    route: values.route,
    limitMs: whole("limit", values.limit) * 1_000,
    only: values.only === undefined ? undefined : whole("only", values.only),
    folder: values.folder ?? join(tmpdir(), `onefold-fuzz-${seed}`),
  };
}

function backendOf(given: string): BackendName {
  const found = BACKENDS.find((name) => name === given);
  if (found === undefined) throw new Error(`--backend takes ${BACKENDS.join(", ")} or both, not ${given}.`);
  return found;
}

function whole(option: string, given: string): number {
  if (!/^\d{1,10}$/.test(given)) throw new Error(`--${option} takes a whole number, not ${given}.`);
  return Number(given);
}
