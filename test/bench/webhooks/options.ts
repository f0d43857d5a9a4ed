import { parseArgs } from "node:util";
import { choice } from "../choice.ts";
import { BACKENDS } from "../options.ts";
import type { BackendName } from "../options.ts";
import { positive } from "../positive.ts";

export interface WebhookBenchOptions {
  readonly backend: BackendName;
  /** Of each measurement. */
  readonly endpoints: readonly number[];
  readonly contacts: number;
  readonly workers: number;
  readonly answerMs: number;
  readonly rounds: number;
}

export const USAGE = `Usage: npm run bench:webhooks -- [options]

Makes contacts while no worker runs, starts one, and shows how fast webhooks get a message about each of them. Receivers
verify each message as a user would, in a process of their own on the same machine.

  --backend redis|postgres  where the queue lies (redis)
  --endpoints N,N           how many webhooks there are; each has a port of its own (1,8)
  --contacts N              (8000)
  --workers N               (1)
  --answer-ms N             how long a receiver takes to answer; 0 for at once (0)
  --rounds N                each of them so often, in turn (3)
  --help
`;

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): WebhookBenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "redis" },
      endpoints: { type: "string", default: "1,8" },
      contacts: { type: "string", default: "8000" },
      workers: { type: "string", default: "1" },
      "answer-ms": { type: "string", default: "0" },
      rounds: { type: "string", default: "3" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    backend: choice("backend", values.backend, BACKENDS),
    endpoints: values.endpoints.split(",").map((each) => positive("endpoints", each)),
    contacts: positive("contacts", values.contacts),
    workers: positive("workers", values.workers),
    answerMs: values["answer-ms"] === "0" ? 0 : positive("answer-ms", values["answer-ms"]),
    rounds: positive("rounds", values.rounds),
  };
}
