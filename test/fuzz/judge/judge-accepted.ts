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

const WITHOUT_PROGRESS_MS = 30_000;
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

/** Waits as long as it becomes less: how fast that is depends on what else the machine does. */
async function untilDrained(service: Service, worlds: readonly World[], signal: AbortSignal): Promise<void> {
  let open = worlds;
  let least = Infinity;
  let deadline = performance.now() + WITHOUT_PROGRESS_MS;
  while (performance.now() < deadline) {
    const still: World[] = [];
    let left = await countChunks(service);
    for (const world of open) {
      const { missing } = await compare(service, world);
      if (missing.length > 0) still.push(world);
      left += missing.length;
    }
    if (left === 0) return;
    if (left < least) deadline = performance.now() + WITHOUT_PROGRESS_MS;
    least = Math.min(least, left);
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
