import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeBatch } from "../e2e/batch-jobs/support/made-batch.ts";
import { startStack } from "../e2e/support/stack.ts";
import type { Stack, TestTeam } from "../e2e/support/stack.ts";
import { until } from "../e2e/support/until.ts";
import { FLOODS } from "./support/floods.ts";
import type { FloodKind, FloodOptions } from "./support/floods.ts";
import { startFlood } from "./support/start-flood.ts";
import { workSteadily } from "./support/steady-team.ts";

/**
 * Whatever others throw at the service, with a key of theirs or without: a team that works as ever gets every answer, in
 * a time that is in no relation to theirs, and what they took is given back. The figures are in `npm run bench:attacks`.
 */

/** Half of what the floods open. */
const MAX_CONNECTIONS = 200;
const FLOOD_MS = 1_500;
/** A median of some 20 ms without a flood, on two cores that all of this shares: far from noise. */
const MEDIAN_MS = 1_500;
const LONGEST_MS = 10_000;
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
  for (let n = 0; n < 150; n++) made.push((await makeBatch(stack, attacker)).url);
  jobs = made;
  await working(3_000);
}, 120_000);
afterAll(async () => await stack[Symbol.asyncDispose]());

const OF_NOBODY: readonly Partial<FloodOptions>[] = [
  { sockets: 64, addresses: 1 },
  { sockets: 190, addresses: 190 },
];
const MORE_THAN_ALL = { sockets: 2 * MAX_CONNECTIONS, addresses: 1 };

/** How each is flooded, beside who does it. */
const HOW: Readonly<Record<FloodKind, readonly Partial<FloodOptions>[]>> = {
  "wrong keys": OF_NOBODY,
  "wrong keys, pipelined": OF_NOBODY,
  silent: [MORE_THAN_ALL],
  "slow heads": [MORE_THAN_ALL],
  "idle after a probe": [MORE_THAN_ALL],
  "slow bodies without a key": [MORE_THAN_ALL],
  "public pages that nobody takes": [MORE_THAN_ALL],
  "slow bodies": [MORE_THAN_ALL],
  "slow uploads": [MORE_THAN_ALL],
  "requests that wait": [MORE_THAN_ALL],
  "requests that wait, pipelined": [MORE_THAN_ALL],
  "events that are followed": [MORE_THAN_ALL],
  "answers that nobody takes": [MORE_THAN_ALL],
};

describe.each(Object.entries(HOW).flatMap(([kind, each]) => each.map((how) => [kind, how] as const)))(
  "%s by %j",
  (name, how) => {
    test("a team beside it", { timeout: 120_000 }, async () => {
      const kind = Object.keys(FLOODS).find((each): each is FloodKind => each === name);
      if (kind === undefined) throw new Error(`there is no flood ${name}`);
      const before = await descriptors();
      const options = {
        sockets: 0,
        addresses: 1,
        ...how,
        kind,
        url: stack.api.url,
        key: attacker.key,
        paths: jobs,
      };
      {
        await using flood = startFlood(options);
        await until("the flood", 20_000, async () => (await flood.counts()).connected >= options.sockets / 2);
        const samples = await working(FLOOD_MS);
        const times = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
        const refused = samples.filter(({ status }) => ![200, 201, 404].includes(status));
        expect(refused).toEqual([]);
        expect(samples.length).toBeGreaterThan(20);
        expect(times[Math.floor(times.length / 2)]).toBeLessThan(MEDIAN_MS);
        expect(times.at(-1)).toBeLessThan(LONGEST_MS);
        expect(await descriptors()).toBeLessThan(before + MAX_CONNECTIONS + 150);
        expect(await residentMb()).toBeLessThan(MEMORY_MB);
      }
      await until("what it took is given back", 15_000, async () => (await descriptors()) <= before + 10);
    });
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
