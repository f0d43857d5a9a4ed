import { createRandom } from "../prove/random.ts";
import { chooseOperations } from "./document/choose-operations.ts";
import { fetchDocument } from "./document/fetch-document.ts";
import { learnFrom } from "./known/learn-from.ts";
import { createPlan } from "./plan-request.ts";
import type { Service } from "./service/start-service.ts";
import { createWorld } from "./service/world.ts";
import { createLine } from "./wire/talk.ts";
import type { Talk } from "./wire/talk.ts";

/** Sent before it, so that it has people, jobs and cursors to name. */
const BEFORE = 400;
const SHOWN = 4_000;

export interface OnlyOptions {
  readonly seed: number;
  readonly number: number;
  readonly route: string | undefined;
  readonly limitMs: number;
}

/** Sends one request of a seed to a new team that a few others came to, and tells it and what it was answered. */
export async function sendOnly(
  service: Service,
  { seed, number, route, limitMs }: OnlyOptions,
): Promise<string> {
  const document = await fetchDocument(service.port);
  const plan = createPlan({ document, seed, operations: chooseOperations(document, route) });
  const world = await createWorld(service.db, "Only");
  using line = createLine(service.port);
  const random = createRandom(seed);
  for (let n = 0; n < BEFORE; n++) {
    const { kind, operation, ...before } = plan(random.below(2 ** 31), world);
    if (kind !== "valid" || operation.method === "DELETE" || operation.path.startsWith("/api/keys")) continue;
    const { answers } = await line.talk(before.steps, { ...before, limitMs, leaveAfterMs: 300 });
    if (answers[0] && answers[0].status < 300)
      learnFrom(world.known, operation, answers[0].body.toString("utf8"));
  }
  const planned = plan(number, world);
  const { kind, name, operation, steps } = planned;
  using own = createLine(service.port);
  const talk = await own.talk(steps, { ...planned, limitMs });
  const sent = steps.map((step) =>
    Buffer.isBuffer(step) ? step.toString("latin1", 0, SHOWN) : JSON.stringify(step),
  );
  return [`${kind} ${name ?? ""} for ${operation.name}`, ...sent, "", ...describe(talk), ""].join("\n");
}

function describe({ answers, end, ms, rest }: Talk): string[] {
  const said = answers.map(({ status, headers, body }) =>
    [
      status,
      ...Array.from(headers, ([name, value]) => `${name}: ${value}`),
      body.toString("utf8", 0, SHOWN),
    ].join("\n"),
  );
  return [...said, rest.toString("latin1", 0, SHOWN), `${end} after ${ms.toFixed(0)} ms`];
}
