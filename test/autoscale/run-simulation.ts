import { setTimeout as delay } from "node:timers/promises";
import { createDatabase } from "@onefold/database";
import { envOf } from "../bench/bulk/start-service.ts";
import { startBulkStores } from "../bench/bulk/stores.ts";
import { startApp } from "../bench/onefold/start-app.ts";
import { throughDelay } from "../bench/onefold/through-delay.ts";
import { untilCommitted } from "../bench/until-committed.ts";
import { checkApplied, countApplied, sum } from "./check-applied.ts";
import { desiredWorkers } from "./desired-workers.ts";
import type { Advice } from "./desired-workers.ts";
import { createLook } from "./look.ts";
import type { Look } from "./look.ts";
import type { SimulationOptions } from "./options.ts";
import { postLoad } from "./post-load.ts";
import { createWorkerPool } from "./worker-pool.ts";

export interface PhaseResult {
  readonly name: string;
  readonly seconds: number;
  readonly looks: readonly Look[];
  /** Items that were accepted in it. */
  readonly posted: number;
  readonly applied: number;
}

/** One worker applies about a hundred items a second so, whatever the machine: it waits for Postgres most of the time. */
const SLOW = { WORKER_SLOTS: "1", WORKER_BULK_CHUNKS: "2", COMMIT_MAX_ITEMS: "20" };
const POSTGRES_DELAY_MS = 25;

const EVERY_MS = 2_000;
const BUSY_TARGET = 0.8;
const AGE_TARGET_S = 3;
/** In Kubernetes five minutes by default; here a phase is shorter. */
const DOWN_WINDOW_MS = 12_000;
/** No chunk may wait for longer. */
const AGE_LIMIT_S = 30;

export interface Simulation {
  readonly options: SimulationOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/**
 * Runs the phases, and looks at the end whether all that was posted is applied once.
 * @returns a sentence for each thing that isn't as promised, too
 */
export async function runSimulation({ options, signal, log }: Simulation): Promise<{
  readonly phases: readonly PhaseResult[];
  readonly problems: readonly string[];
}> {
  await using owned = new AsyncDisposableStack();
  const stores = owned.use(await startBulkStores("redis"));
  const team = await stores.createTeam();
  const env = envOf(team);
  const db = owned.adopt(createDatabase({ url: team.databaseUrl, max: 1 }), (each) => each.destroy());
  const api = owned.use(await startApp("api", { env, signal }));
  const apiUrl = `http://127.0.0.1:${api.port}`;
  const far = await throughDelay(team.databaseUrl, POSTGRES_DELAY_MS, owned);
  const pool = owned.use(createWorkerPool({ ...env, ...SLOW, DATABASE_URL: far }));
  const look = createLook({ apiUrl, key: team.key, pool });

  const rule = { min: 1, max: options.maxWorkers, downWindowMs: DOWN_WINDOW_MS };
  let advice: readonly Advice[] = [];
  const posted = new Map<string, number>();
  let perSecond = options.low;
  const sent = new AbortController();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  pool.scaleTo(rule.min);

  const sending = postLoad({
    url: apiUrl,
    key: team.key,
    perSecond: () => perSecond,
    accepted: (jobId, items) => void posted.set(jobId, items),
    until: sent.signal,
    signal,
  });
  sending.catch(failed.reject);

  /** Looks and scales until the time is over, or what is waited for is there. */
  async function runPhase(
    name: string,
    over: Promise<unknown>,
  ): Promise<Omit<PhaseResult, "applied"> & Span> {
    const from = Date.now();
    const before = sum(posted.values());
    const looks: Look[] = [];
    const ended = over.then(() => true);
    ended.catch(() => {});
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([delay(EVERY_MS, false, { signal }), ended, failed.promise]);
      const seen = await look();
      looks.push(seen);
      const signals = [
        { value: seen.busyShare, target: BUSY_TARGET },
        { value: seen.ageSeconds, target: AGE_TARGET_S },
      ];
      const next = desiredWorkers({ current: seen.workers, signals, rule, at: performance.now(), advice });
      advice = next.advice;
      pool.scaleTo(next.workers);
      log(lineOf(name, seen, next.workers));
    }
    const to = Date.now();
    return { name, seconds: (to - from) / 1_000, looks, posted: sum(posted.values()) - before, from, to };
  }

  const spans: (Omit<PhaseResult, "applied"> & Span)[] = [];
  for (const { name, rate, seconds } of phasesOf(options)) {
    perSecond = rate;
    spans.push(await runPhase(name, delay(seconds * 1_000, undefined, { signal })));
  }
  sent.abort();
  await sending;
  const all = { afterClock: 0, count: sum(posted.values()), signal };
  spans.push(await runPhase("rest", untilCommitted(db, all)));
  pool.scaleTo(0);
  const stops = await pool.settle();
  log(`${stops.seconds.length} workers stopped, each within ${Math.max(0, ...stops.seconds).toFixed(1)} s`);

  const phases: PhaseResult[] = [];
  for (const { from, to, ...phase } of spans)
    phases.push({ ...phase, applied: await countApplied(db, from, to) });
  return { phases, problems: [...unbounded(phases), ...stops.problems, ...(await checkApplied(db, posted))] };
}

/** In milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function phasesOf({ seconds, low, high }: SimulationOptions) {
  return [
    { name: "low", rate: low, seconds },
    { name: HIGH, rate: high, seconds: 2 * seconds },
    { name: "low again", rate: low, seconds },
  ];
}

const HIGH = "high";

function unbounded(phases: readonly PhaseResult[]): string[] {
  const longest = Math.max(...phases.flatMap(({ looks }) => looks.map(({ ageSeconds }) => ageSeconds ?? 0)));
  const last = phases.find(({ name }) => name === HIGH)?.looks.at(-1)?.ageSeconds;
  return [
    ...(longest > AGE_LIMIT_S
      ? [`a chunk waited for ${longest.toFixed(1)} s, longer than ${AGE_LIMIT_S} s`]
      : []),
    ...(last === undefined || last > AGE_TARGET_S
      ? [
          `at the end of the high load the oldest chunk had waited for ${last?.toFixed(1)} s, not ${AGE_TARGET_S} s at most`,
        ]
      : []),
  ];
}

function lineOf(
  phase: string,
  { workers, busyShare, ageSeconds, waitingChunks }: Look,
  next: number,
): string {
  const busy = busyShare === undefined ? "?" : `${(100 * busyShare).toFixed(0)} %`;
  return [
    phase.padEnd(9),
    `${workers} workers`,
    `busy ${busy.padStart(5)}`,
    `oldest ${(ageSeconds?.toFixed(1) ?? "?").padStart(4)} s`,
    `waiting ${String(waitingChunks ?? "?").padStart(3)}`,
    ...(next === workers ? [] : [`-> ${next} workers`]),
  ].join("  ");
}
