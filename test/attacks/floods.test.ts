import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeUpload } from "../e2e/upload-jobs/support/made-upload.ts";
import { startStack } from "../e2e/support/stack.ts";
import type { Stack, TestTeam } from "../e2e/support/stack.ts";
import { until } from "../e2e/support/until.ts";
import { times } from "../support/thorough.ts";
import { FLOOD_KINDS } from "./support/floods.ts";
import type { FloodKind } from "./support/floods.ts";
import { startFlood } from "./support/start-flood.ts";
import { workSteadily } from "./support/steady-team.ts";

/**
 * Whatever others throw at the service, with a key of theirs or without: a team that works as ever gets every answer, and
 * what they took is given back. How long it waits for them depends on the machine: `npm run bench:attacks` prints it.
 */

/** Half of what the floods open. */
const MAX_CONNECTIONS = 200;
const FLOOD_MS = times(1_000, 4_000);
/** What V8 lets garbage grow to included. */
const MEMORY_MB = 700;

let stack: Stack;
let team: TestTeam;
let attacker: TestTeam;
let jobs: readonly string[];

beforeAll(async () => {
  stack = await startStack({
    processes: true,
    env: { MAX_CONNECTIONS: String(MAX_CONNECTIONS) },
  });
  [team, attacker] = [await stack.newTeam(), await stack.newTeam()];
  const made: string[] = [];
  for (let n = 0; n < 150; n++) made.push((await makeUpload(stack, attacker)).url);
  jobs = made;
  // Everything is started, and known by heart, as where a service has run for a while.
  await working(1_000);
}, 120_000);
afterAll(async () => await stack[Symbol.asyncDispose]());

const MORE_THAN_ALL = 2 * MAX_CONNECTIONS;
const FROM_EVERYWHERE = { sockets: MAX_CONNECTIONS - 10, addresses: MAX_CONNECTIONS - 10 };

/** One for each thing that keeps others out. */
const SHORT: readonly FloodKind[] = [
  "wrong keys, pipelined",
  "silent",
  "requests that wait",
  "requests that wait, pipelined",
  "events that are followed",
];

test.each(times(SHORT, FLOOD_KINDS))("%s: a team beside it", { timeout: 120_000 }, async (kind) => {
  const before = await descriptors();
  const options = {
    ...(kind.startsWith("wrong keys") ? FROM_EVERYWHERE : { sockets: MORE_THAN_ALL, addresses: 1 }),
    kind,
    url: stack.api.url,
    key: attacker.key,
    paths: jobs,
  };
  {
    await using flood = startFlood(options);
    await until("the flood", 60_000, async () => (await flood.counts()).connected >= options.sockets / 2);
    const samples = await working(FLOOD_MS);
    expect(samples.filter(({ status }) => ![200, 201, 404].includes(status))).toEqual([]);
    expect(samples).not.toEqual([]);
    expect(await descriptors()).toBeLessThan(before + MAX_CONNECTIONS + 150);
    expect(await residentMb()).toBeLessThan(MEMORY_MB);
  }
  await until("what it took is given back", 60_000, async () => (await descriptors()) <= before + 10);
});

test(
  "who is refused for too much under way is not asked for again at once",
  { timeout: 120_000 },
  async () => {
    const sockets = MORE_THAN_ALL;
    const kind = "requests that wait";
    await using flood = startFlood({
      kind,
      sockets,
      addresses: 1,
      url: stack.api.url,
      key: attacker.key,
      paths: jobs,
    });
    const refused = async () => (await flood.counts()).statuses[429] ?? 0;
    await until("the flood", 60_000, async () => (await flood.counts()).connected >= sockets / 2);
    const [before, startedAt] = [await refused(), performance.now()];
    await working(2_000);
    const seconds = (performance.now() - startedAt) / 1_000;
    expect((await refused()) - before).toBeLessThanOrEqual(sockets * (seconds + 1));
  },
);

async function working(ms: number) {
  const over = new AbortController();
  const samples = workSteadily(stack.api.url, team.key, over.signal);
  await delay(ms);
  over.abort();
  return await samples;
}

async function descriptors(): Promise<number> {
  return (await readdir(`/proc/${stack.apiProcess.pid}/fd`)).length;
}

async function residentMb(): Promise<number> {
  const status = await readFile(`/proc/${stack.apiProcess.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}
