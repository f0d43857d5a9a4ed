import { setTimeout as delay } from "node:timers/promises";
import { createFindOperation } from "./document/find-operation.ts";
import { fetchDocument } from "./document/fetch-document.ts";
import type { ApiDocument } from "./document/read-document.ts";
import { compareAccepted } from "./judge/compare-accepted.ts";
import { createFindSecrets } from "./judge/find-secrets.ts";
import { createJudge } from "./judge/judge-answer.ts";
import { createSchemas } from "./judge/schemas.ts";
import { createPlan } from "./plan-request.ts";
import { createFindings } from "./report/findings.ts";
import type { Finding } from "./report/findings.ts";
import { createTally } from "./report/tally.ts";
import type { Tally } from "./report/tally.ts";
import { createSender } from "./send-request.ts";
import { countChunks } from "./service/count-chunks.ts";
import type { Look } from "./service/look-process.ts";
import { readStored } from "./service/read-stored.ts";
import { lookAt } from "./service/look-at.ts";
import type { Sample } from "./service/look-at.ts";
import type { Service } from "./service/start-service.ts";
import { createWorld } from "./service/world.ts";
import type { World } from "./service/world.ts";
import { judgeProcesses } from "./judge/judge-processes.ts";
import { startProbe } from "./wire/probe.ts";
import { createLine } from "./wire/talk.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  /** It ends earlier then. */
  readonly seconds: number | undefined;
  /** The one operation to send to, such as `POST /api/contacts`; all by default. */
  readonly route: string | undefined;
  /** Where the bytes of requests go that showed something. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface FuzzReport {
  readonly requests: number;
  readonly seconds: number;
  readonly tally: Tally;
  readonly findings: readonly Finding[];
  readonly samples: readonly Sample[];
  readonly longestProbeMs: number;
  /** Jobs that answers told of, and requests of which that can't be known. */
  readonly accepted: number;
  readonly unknown: number;
}

/** So many requests are under way at once, of so many teams. */
const LINES = 32;
const TEAMS = 4;
/** Of one team, before a new one takes its place: it has few enough records for lists and exports to stay short. */
const REQUESTS_OF_TEAM = 10_000;
/** The processes are looked into so many times, with nothing under way; seldom enough that they are mostly at work. */
const SAMPLES = 40;
const REQUESTS_OF_SAMPLE = 1_000;

/**
 * Sends so many requests to a service, valid, mutated and hostile ones, and says what became of them and what is wrong
 * with that.
 */
export async function fuzz(service: Service, options: FuzzOptions): Promise<FuzzReport> {
  const { seed, requests, seconds = Infinity, signal, log } = options;
  const document = await fetchDocument(service.port);
  const find = createFindOperation(document);
  const findings = createFindings(options.folder);
  const tally = createTally();
  const judge = createJudge({
    schemas: createSchemas(document),
    findSecrets: createFindSecrets(service.secrets),
  });
  const send = createSender({ service, find, judge, findings, tally });
  const plan = createPlan({ document, seed, operations: chosenOf(document, options.route) });
  const worlds: World[] = [];
  const retired: World[] = [];
  const startedAt = performance.now();
  const passed = () => (performance.now() - startedAt) / 1_000;
  const samples: Sample[] = [];
  let next = 0;

  async function worldOf(team: number): Promise<World> {
    const created = await createWorld(service.db, `Team ${retired.length + team}`);
    const before = worlds[team];
    if (before) retired.push(before);
    worlds[team] = created;
    return created;
  }

  async function sendUntil(end: number, team: number): Promise<void> {
    using line = createLine(service.port);
    while (next < end && passed() < seconds && !signal.aborted) {
      const number = next++;
      // Each team gets every so-manieth request.
      const isDue = Math.floor(number / TEAMS) % REQUESTS_OF_TEAM === 0 && number % TEAMS === team;
      const world = isDue || !worlds[team] ? await worldOf(team) : worlds[team];
      await send(plan(number, world), world, line);
    }
  }

  for (let team = 0; team < TEAMS; team++) await worldOf(team);
  await using probe = startProbe(service.port);
  // What a start takes is no request's.
  await lookAt(service, 0);
  const parts = Math.max(1, Math.min(SAMPLES, Math.floor(requests / REQUESTS_OF_SAMPLE)));
  for (let part = 1; part <= parts && passed() < seconds; part++) {
    const end = Math.round((requests * part) / parts);
    await Promise.all(Array.from({ length: LINES }, (_, at) => sendUntil(end, at % TEAMS)));
    signal.throwIfAborted();
    const [api, worker] = await Promise.all([service.api.look(), service.worker.look()]);
    samples.push({ requests: next, api, worker });
    log(
      `${next} requests, ${(next / passed()).toFixed(0)}/s, ${findings.all.length} findings, ${describe(api)}`,
    );
  }
  const sentSeconds = passed();
  const all = [...retired, ...worlds];
  log("comparing what was accepted with what there is");
  for (const problem of await differences(service, all, signal)) findings.ofRun(...problem);
  for (const problem of judgeProcesses(service, samples)) findings.ofRun(problem);
  if (probe.failures > 0) findings.ofRun(`${probe.failures} probes weren't answered 200`);
  return {
    requests: next,
    seconds: sentSeconds,
    tally,
    findings: findings.all,
    samples,
    longestProbeMs: probe.longestMs,
    accepted: sum(all, ({ told }) => told.size),
    unknown: sum(all, ({ unknown }) => unknown),
  };
}

function chosenOf({ operations }: ApiDocument, route: string | undefined) {
  const chosen = operations.filter(({ name }) => route === undefined || name === route);
  if (chosen.length > 0) return chosen;
  throw new Error(`There is no ${route}; there are:\n${operations.map(({ name }) => name).join("\n")}`);
}

function describe({ heldBytes, stallMs }: Look): string {
  return `the API holds ${(heldBytes / 1e6).toFixed(1)} MB, longest stall ${stallMs.toFixed(0)} ms`;
}

const DRAIN_MS = 60_000;
const DRAIN_POLL_MS = 500;

/** What is accepted and what is there, once nothing more comes. */
async function differences(
  service: Service,
  worlds: readonly World[],
  signal: AbortSignal,
): Promise<[what: string, detail: string][]> {
  const deadline = performance.now() + DRAIN_MS;
  let open = worlds;
  const problems: [string, string][] = [];
  for (;;) {
    const isLast = performance.now() > deadline;
    const chunks = await countChunks(service);
    const still: World[] = [];
    for (const world of open) {
      const { missing, unasked } = compareAccepted(world, await readStored(service.db, world.teamId));
      if (missing.length > 0 && !isLast) still.push(world);
      else if (chunks > 0 && !isLast) still.push(world);
      else {
        if (missing.length > 0)
          problems.push([`${missing.length} accepted and not there`, missing.slice(0, 5).join("; ")]);
        if (unasked.length > 0)
          problems.push([
            `${unasked.length} that nobody was told of, of ${world.unknown} unknown`,
            unasked.slice(0, 5).join("; "),
          ]);
      }
    }
    if (chunks > 0 && isLast) problems.push([`${chunks} chunks stay in the queue`, ""]);
    if (still.length === 0 || isLast) return problems;
    open = still;
    await delay(DRAIN_POLL_MS, undefined, { signal });
  }
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}
