import { setTimeout as delay } from "node:timers/promises";
import { BACKENDS } from "../deployment/options.ts";
import type { Links } from "../deployment/links.ts";
import type { Proxy } from "../deployment/proxy.ts";
import type { Random } from "../random.ts";
import { between, choose } from "./choose.ts";
import type { Fault } from "./fault.ts";

/** Ways between two parts that are bad or gone, any of them: one process' own, or those of all of its kind. */
export const networkFaults: readonly Fault[] = [
  {
    name: "network delay",
    backends: BACKENDS,
    async inject({ links }, random, signal) {
      const slow = chooseWays(links, random);
      for (const proxy of slow) proxy.delay(between(5, 400, random));
      await delayed(between(1_000, 5_000, random), slow, signal);
      return slow.length;
    },
  },
  {
    name: "connections cut",
    backends: BACKENDS,
    async inject({ links }, random, signal) {
      for (let cut = 0; cut < CUTS; cut++) {
        for (const proxy of chooseWays(links, random)) proxy.cut();
        await delay(random.below(800), undefined, { signal });
      }
      return CUTS;
    },
  },
  {
    name: "connections refused",
    backends: BACKENDS,
    async inject({ links }, random, signal) {
      const gone = chooseWays(links, random);
      for (const proxy of gone) proxy.refuse();
      await delayed(between(500, 6_000, random), gone, signal);
      return gone.length;
    },
  },
  {
    name: "network black hole",
    backends: BACKENDS,
    async inject({ links }, random, signal) {
      const gone = chooseWays(links, random);
      for (const proxy of gone) proxy.blackHole();
      await delayed(random.pick(HOLES_MS), gone, signal);
      return gone.length;
    },
  },
  {
    name: "reset inside a reply",
    backends: BACKENDS,
    async inject({ links }, random, signal) {
      let happened = 0;
      for (let reply = 0; reply < REPLIES; reply++) {
        const proxy = choose(links.all, random);
        happened += await happens(proxy, proxy.resetInsideReply(random.next()), signal);
      }
      return happened;
    },
  },
  {
    // Before it, nothing was done; after it, all was, and who did it doesn't know.
    name: "connections cut at commit",
    backends: BACKENDS,
    async inject({ links }, random, signal) {
      let happened = 0;
      for (let commit = 0; commit < COMMITS; commit++) {
        const proxy = choose(
          [...links.apiToRecords, ...links.workerToRecords, ...links.workerToRecords],
          random,
        );
        const cut = proxy.resetAt(COMMIT, random.pick(["before", "after"]));
        happened += await happens(proxy, cut, signal);
      }
      return happened;
    },
  },
];

const COMMITS = 12;
/** As it stands in Postgres' protocol. */
const COMMIT = "commit\0";

const CUTS = 10;
const REPLIES = 12;
/** A way on which nothing is said for so long is left alone. */
const REPLY_MS = 1_500;
/** From what is a pause to longer than any deadline of ours and most of BullMQ's. */
const HOLES_MS = [700, 2_500, 7_000, 12_000, 25_000] as const;

/** Waits for it, and leaves alone a way on which nothing is said; returns how often it happened. */
async function happens(proxy: Proxy, event: Promise<void>, signal: AbortSignal): Promise<number> {
  const late = Symbol("late");
  try {
    const end = await Promise.race([event, delay(REPLY_MS, late, { signal })]);
    return end === late ? 0 : 1;
  } finally {
    proxy.heal();
  }
}

/** One process' way to one other part, or that of all processes of its kind. */
function chooseWays(links: Links, random: Random): readonly Proxy[] {
  const { clientToApi, apiToRecords, apiToQueue, workerToRecords, workerToQueue } = links;
  const kinds = [clientToApi, apiToRecords, apiToQueue, workerToRecords, workerToQueue];
  const kind = choose(
    kinds.filter(({ length }) => length > 0),
    random,
  );
  return random.chance(0.5) ? kind : [choose(kind, random)];
}

async function delayed(ms: number, proxies: readonly Proxy[], signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } finally {
    for (const proxy of proxies) proxy.heal();
  }
}
