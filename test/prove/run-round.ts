import { setTimeout as delay } from "node:timers/promises";
import { check } from "./checker/check.ts";
import { checkTables } from "./checker/check-tables.ts";
import { countDeadlocks } from "./checker/count-deadlocks.ts";
import type { Evidence, Finding } from "./checker/evidence.ts";
import { runClient } from "./client/run-client.ts";
import { send } from "./client/send.ts";
import type { Deployment } from "./deployment/deployment.ts";
import type { BackendName } from "./deployment/options.ts";
import { watchEvents } from "./events/watch-events.ts";
import type { Fault } from "./faults/fault.ts";
import { createHistory } from "./history/history.ts";
import type { OnConflict } from "./history/write.ts";
import { createRandom } from "./random.ts";
import { tellHistories } from "./report/tell-histories.ts";
import { settle } from "./settle/settle.ts";
import { verifyTeam } from "./verify-team.ts";

export interface RoundOptions {
  readonly deployment: Deployment;
  readonly fault: Fault;
  readonly seed: number;
  /** Of the load; the fault is injected at least once, however long it takes. */
  readonly seconds: number;
  readonly clients: number;
  /** Of the team; chosen by the seed where it isn't given. */
  readonly onConflict?: OnConflict | undefined;
  /** Within which everything has to end after the faults. */
  readonly settleMs: number;
  /** Where the history is written to. */
  readonly file?: string;
}

export interface Round {
  readonly fault: string;
  readonly backend: BackendName;
  readonly seed: number;
  readonly injections: number;
  readonly requests: number;
  readonly findings: readonly Finding[];
  /** What happened to the records that they name. */
  readonly histories: readonly string[];
  /** From when the fault was put back until a new request was answered as applied; the longest. */
  readonly recoveryMs: number;
}

/** A team of its own, clients that ask for everything, a fault meanwhile; then what the clients' log says of it. */
export async function runRound(options: RoundOptions): Promise<Round> {
  const { deployment, fault, seed, seconds, clients, settleMs, file } = options;
  const random = createRandom(seed);
  const chosen = random.pick<OnConflict>(["merge", "merge", "prefer", "strict"]);
  const onConflict = options.onConflict ?? chosen;
  const team = await deployment.createTeam({ onConflict });
  const probing = await deployment.createTeam({ onConflict: "merge" });
  await using history = createHistory(file);
  const deadlocksBefore = await countDeadlocks(deployment.databaseUrl);
  // Processes of before the newest migration have their own idea of the tables of webhooks.
  await using events =
    deployment.previousSources === undefined ? await watchEvents(deployment, team) : undefined;
  const ending = new AbortController();
  const { urls, databaseUrl } = deployment;
  const load = Promise.all(
    Array.from({ length: clients }, (_, index) =>
      runClient(
        {
          urls,
          apiKey: team.key,
          random: createRandom(seed + index + 1),
          history,
          name: `c${index}`,
          ending: ending.signal,
        },
        onConflict,
      ),
    ),
  );
  const until = performance.now() + seconds * 1_000;
  let [injections, recoveryMs] = [0, 0];
  const notRecovered: Finding[] = [];
  try {
    do {
      await delay(200 + random.below(300));
      injections += await fault.inject(deployment, random, ending.signal);
      const recovery = await untilApplied(urls[0] ?? "", probing.key, settleMs);
      recoveryMs = Math.max(recoveryMs, recovery.ms);
      if (recovery.last !== undefined)
        notRecovered.push(await notRecoveredFinding(deployment, recovery.last));
    } while (performance.now() < until);
  } finally {
    ending.abort();
    await load;
  }
  await deployment.heal();
  const evidence = await settle({
    calls: history.calls,
    urls,
    apiKey: team.key,
    random,
    withinMs: fault.allows?.toldLosses ? Math.max(settleMs, TOLD_MS) : settleMs,
    allowsToldLosses: fault.allows?.toldLosses === true,
  });
  for (const { call: _call, ...told } of evidence.told) history.note({ event: "told", ...told });
  const findings = [
    ...notRecovered,
    ...check(evidence),
    ...checkCoverage(evidence),
    ...(await checkTables(deployment.databaseUrl, team.teamId)),
    ...(await verifyTeam(databaseUrl, team.teamId)),
    ...((await events?.check(evidence, settleMs)) ?? []),
    ...(fault.allows?.deadlocks
      ? []
      : checkDeadlocks(deadlocksBefore, await countDeadlocks(databaseUrl), deployment.postgres.log())),
  ];
  for (const finding of findings) history.note({ event: "finding", ...finding });
  return {
    fault: fault.name,
    backend: deployment.backend,
    seed,
    injections,
    requests: history.calls.reduce((sum, { attempts }) => sum + attempts, 0),
    findings,
    histories: tellHistories(evidence, findings),
    recoveryMs,
  };
}

/** A loss is told within two and a half minutes (docs/guarantees.md, G1). */
const TOLD_MS = 200_000;

interface Recovery {
  /** After so many milliseconds a new request was applied; Infinity where none was in time. */
  readonly ms: number;
  /** Where none was: what the last was told. */
  readonly last?: string;
}

async function untilApplied(url: string, apiKey: string, withinMs: number): Promise<Recovery> {
  const startedAt = performance.now();
  const body = JSON.stringify({ email: `probe${Math.floor(startedAt)}@example.com` });
  const headers = { "content-type": "application/json" };
  for (;;) {
    const answer = await send(url, apiKey, { method: "POST", path: "/api/contacts", headers, body });
    if (answer && answer.status < 202) return { ms: performance.now() - startedAt };
    if (performance.now() - startedAt > withinMs)
      return { ms: Infinity, last: answer ? `${answer.status} ${JSON.stringify(answer.body)}` : "nothing" };
    await delay(50);
  }
}

async function notRecoveredFinding({ apis, workers }: Deployment, last: string): Promise<Finding> {
  const states = [...apis, ...workers].map(async (app) => `${app.name}: ${await app.readiness()}`);
  const message = `After the fault no new request was applied in time. The last was answered ${last}.`;
  return { kind: "unexplained", message: [message, ...(await Promise.all(states))].join("\n") };
}

/** They are tried again, so nobody hears of them: but each costs a second, and shows an order that isn't kept. */
function checkDeadlocks(before: number, after: number, log: string): Finding[] {
  if (after <= before) return [];
  // Which they were, only Postgres' log tells: each line of it until the statement that was ended.
  const circles = log.match(/^[^\n]*ERROR: {2}deadlock detected[^]*?STATEMENT:[^\n]*$/gm) ?? [];
  const message = `Postgres ended ${after - before} statements that waited in a circle.`;
  return [{ kind: "unexplained", message: [message, ...circles.slice(before - after)].join("\n") }];
}

/** A round in which next to nothing was applied shows nothing. */
function checkCoverage({ told }: Evidence): Finding[] {
  const applied = told.filter(({ kind }) => kind === "applied").length;
  return applied * 4 >= told.length
    ? []
    : [{ kind: "unexplained", message: `Of ${told.length} writes ${applied} were applied.` }];
}
