import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDeployment } from "./deployment/deployment.ts";
import type { Deployment } from "./deployment/deployment.ts";
import type { BackendName } from "./deployment/options.ts";
import type { Fault } from "./faults/fault.ts";
import type { Options } from "./options.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import { runRound } from "./run-round.ts";
import type { Round } from "./run-round.ts";
import { Wrong } from "./wrong.ts";

/** One fault on one store. */
interface Case {
  readonly fault: Fault;
  readonly backend: BackendName;
}

/** The findings of one round that are shown; the rest is counted. */
const SHOWN = 8;

/**
 * Rounds, one fault after the other, until the time is over or each had its number.
 * @returns those that were run
 */
export async function runProve(
  options: Options,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Round[]> {
  const startedAt = performance.now();
  const rounds: Round[] = [];
  const possible = await possibleOf(casesOf(options), log);
  await using current = currentDeployment(options);
  for (const [part, first] of options.seeds.entries()) {
    let seed = first;
    // Each part has its share of the time.
    const endsAt = startedAt + (options.seconds * 1_000 * (part + 1)) / options.seeds.length;
    const cases = sampleOf(possible, options.sample, createRandom(first));
    const isOver = () => performance.now() > endsAt || signal.aborted;
    const turns = options.sample === undefined ? options.rounds : 1;
    for (let turn = 0; turn < turns && !isOver(); turn++)
      for (const each of inOrder(cases)) {
        if (isOver()) break;
        const round = await runCase(each, seed, options, () => current.of(each));
        rounds.push(round);
        log(lineOf(round, rounds.length));
        for (const { kind, message } of round.findings.slice(0, SHOWN)) log(`    ${kind}: ${message}`);
        if (round.findings.length > SHOWN) log(`    and ${round.findings.length - SHOWN} more`);
        for (const line of round.histories) log(`      ${line}`);
        // What a broken round leaves must not be taken for the next one's fault.
        if (round.findings.length > 0) {
          log(
            `    again: npm run prove -- --fault '${round.fault}' --backend ${round.backend} --seed ${seed} --rounds 1`,
          );
          await current.end();
          if (options.failFast) return rounds;
        }
        seed += 1;
      }
  }
  return rounds;
}

/** All of them, or so many that are chosen at random. */
function sampleOf(cases: readonly Case[], size: number | undefined, random: Random): readonly Case[] {
  if (size === undefined) return cases;
  const left = [...cases];
  return Array.from({ length: Math.min(size, left.length) }, () =>
    left.splice(random.below(left.length), 1),
  ).flat();
}

/** Those with the same deployment one after the other: to start one takes seconds. */
function inOrder(cases: readonly Case[]): Case[] {
  return [...Map.groupBy(cases, setupOf).values()].flat();
}

function casesOf({ faults, backends }: Options): Case[] {
  return backends.flatMap((backend) =>
    faults.filter((fault) => fault.backends.includes(backend)).map((fault) => ({ fault, backend })),
  );
}

/** Those that can be run on this machine; of the others it is told why not. */
async function possibleOf(cases: readonly Case[], log: (line: string) => void): Promise<Case[]> {
  const possible: Case[] = [];
  for (const each of cases) {
    const why = await each.fault.whyNot?.();
    if (why === undefined) possible.push(each);
    else log(`${each.fault.name} on ${each.backend} is left out: ${why}.`);
  }
  return possible;
}

function setupOf({ fault, backend }: Case): string {
  return JSON.stringify([backend, fault.setup]);
}

/** The deployment that runs: kept while the next round asks for one like it. */
function currentDeployment({ previousCommit }: Options) {
  let running: { readonly setup: string; readonly deployment: Deployment } | undefined;
  const end = async () => {
    const ending = running;
    running = undefined;
    await ending?.deployment[Symbol.asyncDispose]();
  };
  return {
    async of(each: Case): Promise<Deployment> {
      if (running?.setup !== setupOf(each)) {
        await end();
        const deployment = await startDeployment({
          backend: each.backend,
          previousCommit,
          ...each.fault.setup,
        });
        running = { setup: setupOf(each), deployment };
      }
      return running.deployment;
    },
    end,
    [Symbol.asyncDispose]: end,
  };
}

/** One that can't be run to its end is told as what is wrong with it: those after it are run. */
async function runCase(
  { fault, backend }: Case,
  seed: number,
  options: Options,
  start: () => Promise<Deployment>,
): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), "onefold-prove-"));
  const file = join(folder, "history.ndjson");
  let deployment: Deployment | undefined;
  try {
    deployment = await start();
    const { roundSeconds: seconds, settleSeconds, clients, onConflict, out } = options;
    const settleMs = settleSeconds * 1_000;
    const round = await runRound({ deployment, fault, seed, seconds, settleMs, clients, onConflict, file });
    if (round.findings.length > 0 && out !== undefined) {
      await mkdir(out, { recursive: true });
      await rename(file, join(out, `${seed}.ndjson`)).catch(() => {});
      await writeFile(join(out, `${seed}.log`), deployment.logs());
    }
    return round;
  } catch (error) {
    const why = error instanceof Error ? error.stack : String(error);
    const what = error instanceof Wrong ? why : `The round could not be run to its end: ${why}`;
    const message = `${what}\n${deployment?.logs() ?? ""}`;
    const findings = [{ kind: "unexplained", message }] as const;
    return {
      fault: fault.name,
      backend,
      seed,
      injections: 0,
      requests: 0,
      findings,
      histories: [],
      recoveryMs: 0,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lineOf(
  { fault, backend, requests, injections, findings, recoveryMs }: Round,
  number: number,
): string {
  const wrong = findings.length === 0 ? "ok" : `${findings.length} WRONG`;
  const recovery = (recoveryMs / 1_000).toFixed(1);
  return `${number}  ${fault} on ${backend}: ${injections} injected, ${requests} requests, recovered in ${recovery} s, ${wrong}`;
}
