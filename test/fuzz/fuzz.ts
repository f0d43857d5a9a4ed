import { chooseOperations } from "./document/choose-operations.ts";
import { createFindOperation } from "./document/find-operation.ts";
import { fetchDocument } from "./document/fetch-document.ts";
import { createFindSecrets } from "./judge/find-secrets.ts";
import { judgeAccepted } from "./judge/judge-accepted.ts";
import { createJudge } from "./judge/judge-answer.ts";
import { judgeProcesses } from "./judge/judge-processes.ts";
import { createSchemas } from "./judge/schemas.ts";
import { createPlan } from "./plan-request.ts";
import { createFindings } from "./report/findings.ts";
import type { Finding } from "./report/findings.ts";
import { createTally } from "./report/tally.ts";
import type { Tally } from "./report/tally.ts";
import { createSender } from "./send-request.ts";
import type { Look } from "./service/look-process.ts";
import { lookAt } from "./service/look-at.ts";
import type { Sample } from "./service/look-at.ts";
import type { Service } from "./service/start-service.ts";
import { createWorlds } from "./service/worlds.ts";
import type { World } from "./service/world.ts";
import { startProbe } from "./wire/probe.ts";
import { createLine } from "./wire/talk.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  /** It ends earlier then. */
  readonly seconds: number | undefined;
  /** The one operation to send to, such as `POST /api/contacts`; all by default. */
  readonly route: string | undefined;
  /** An answer that takes longer is wrong. */
  readonly limitMs: number;
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
  /** Jobs that answers told of, requests of which that can't be known, and answers that have no room for a job. */
  readonly accepted: number;
  readonly unknown: number;
  readonly untold: number;
}

/** So many requests are under way at once. */
const LINES = 32;
/** The processes are looked into so many times, with nothing under way; seldom enough that they are mostly at work. */
const SAMPLES = 100;
const REQUESTS_OF_SAMPLE = 1_000;

/**
 * Sends so many requests to a service, valid, mutated and hostile ones, and says what became of them and what is wrong
 * with that.
 */
export async function fuzz(service: Service, options: FuzzOptions): Promise<FuzzReport> {
  const { seed, requests, seconds = Infinity, limitMs, signal, log } = options;
  const document = await fetchDocument(service.port);
  const find = createFindOperation(document);
  const findings = createFindings(options.folder, log);
  const tally = createTally();
  const schemas = createSchemas(document);
  const judge = createJudge({ schemas, findSecrets: createFindSecrets(service.secrets) });
  const send = createSender({ service, find, judge, findings, tally, limitMs });
  const plan = createPlan({ document, seed, operations: chooseOperations(document, options.route) });
  const worlds = await createWorlds(service.db);
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const passed = () => (performance.now() - startedAt) / 1_000;
  let sent = 0;

  async function sendUntil(end: number, at: number): Promise<void> {
    using line = createLine(service.port);
    while (sent < end && passed() < seconds && !signal.aborted) {
      const number = sent++;
      const world = await worlds.next(at);
      await send(plan(number, world), world, line);
    }
  }

  await using probe = startProbe(service.port);
  // What a start takes is no request's.
  await lookAt(service, 0);
  const parts = Math.max(1, Math.min(SAMPLES, Math.floor(requests / REQUESTS_OF_SAMPLE)));
  for (let part = 1; part <= parts && passed() < seconds; part++) {
    const end = Math.round((requests * part) / parts);
    await Promise.all(Array.from({ length: LINES }, (_, at) => sendUntil(end, at)));
    signal.throwIfAborted();
    const sample = await lookAt(service, sent);
    samples.push(sample);
    log(
      `${sent} requests, ${(sent / passed()).toFixed(0)}/s, ${findings.all.length} findings, ${describe(sample.api)}`,
    );
  }
  const sentSeconds = passed();
  log("comparing what was accepted with what there is");
  for (const { what, detail } of await judgeAccepted(service, worlds.all, signal))
    findings.ofRun(what, detail);
  for (const problem of judgeProcesses(service, samples)) findings.ofRun(problem);
  if (probe.failures > 0) findings.ofRun(`${probe.failures} probes weren't answered 200`);
  return {
    requests: sent,
    seconds: sentSeconds,
    tally,
    findings: findings.all,
    samples,
    longestProbeMs: probe.longestMs,
    accepted: sum(worlds.all, ({ told }) => told.size),
    unknown: sum(worlds.all, ({ unknown }) => unknown),
    untold: sum(worlds.all, ({ untold }) => untold),
  };
}

function describe({ heldBytes, stallMs }: Look): string {
  return `the API holds ${(heldBytes / 1e6).toFixed(1)} MB, longest stall ${stallMs.toFixed(0)} ms`;
}

function sum(all: readonly World[], of: (world: World) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}
