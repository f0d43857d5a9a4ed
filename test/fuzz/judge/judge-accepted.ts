import { setTimeout as delay } from "node:timers/promises";
import { countChunks } from "../service/count-chunks.ts";
import { readStored } from "../service/read-stored.ts";
import type { Service } from "../service/start-service.ts";
import type { World } from "../service/world.ts";
import { compareAccepted } from "./compare-accepted.ts";
import type { Difference } from "./compare-accepted.ts";

export interface AcceptedProblem {
  readonly what: string;
  readonly detail: string;
}

const DRAIN_MS = 60_000;
const POLL_MS = 500;
const SHOWN = 5;

/** Says what differs between what was accepted and what there is, once nothing more comes; and what stays in the queue. */
export async function judgeAccepted(
  service: Service,
  worlds: readonly World[],
  signal: AbortSignal,
): Promise<AcceptedProblem[]> {
  await untilDrained(service, worlds, signal);
  const problems: AcceptedProblem[] = [];
  for (const world of worlds) problems.push(...problemsOf(world, await compare(service, world)));
  const chunks = await countChunks(service);
  return chunks === 0 ? problems : [...problems, { what: `${chunks} chunks stay in the queue`, detail: "" }];
}

async function untilDrained(service: Service, worlds: readonly World[], signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + DRAIN_MS;
  let open = worlds;
  while (performance.now() < deadline) {
    const still: World[] = [];
    for (const world of open) if ((await compare(service, world)).missing.length > 0) still.push(world);
    if (still.length === 0 && (await countChunks(service)) === 0) return;
    open = still;
    await delay(POLL_MS, undefined, { signal });
  }
}

async function compare({ db }: Service, world: World): Promise<Difference> {
  return compareAccepted(world, await readStored(db, world.teamId));
}

function problemsOf({ untold, unknown }: World, { missing, unasked }: Difference): AcceptedProblem[] {
  return [
    ...problem(`${missing.length} accepted and not there`, missing),
    ...problem(
      `${unasked.length} that nobody was told of, where of ${unknown} nobody can know and ${untold} name no job`,
      unasked,
    ),
  ];
}

function problem(what: string, of: readonly string[]): AcceptedProblem[] {
  return of.length === 0 ? [] : [{ what, detail: of.slice(0, SHOWN).join("; ") }];
}
