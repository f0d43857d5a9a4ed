import fc from "fast-check";
import { expect, test } from "vitest";
import { createFairTurns } from "./fair-turns.ts";
import type { FairTurn, FairTurns } from "./fair-turns.ts";

const of = (team: number, webhook: number) => ({
  teamId: `tea_${team}`,
  webhookId: `hoo_${team}_${webhook}`,
});

/** Begins turns of a team's webhooks for as long as it may. */
function fill(fair: FairTurns, team: number, webhooks: readonly number[]): FairTurn[] {
  return webhooks.flatMap((webhook) => fair.begin(of(team, webhook)) ?? []);
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

test("whoever asks, there is a turn for the next team, until there are as many teams as turns", () => {
  const asked = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 60 }), fc.boolean(), fc.nat()), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), asked, (concurrency, steps) => {
      const fair = createFairTurns(concurrency);
      const live: { team: number; turn: FairTurn }[] = [];
      for (const [team, webhook, ends, at] of steps) {
        if (ends && live.length > 0) {
          const [ended] = live.splice(at % live.length, 1);
          ended?.turn.attempted(at % 2 === 0 ? 5_000 : 5);
          ended?.turn[Symbol.dispose]();
          continue;
        }
        const may = fair.mayBegin(of(team, webhook));
        const turn = fair.begin(of(team, webhook));
        expect(turn !== undefined).toBe(may);
        if (turn) live.push({ team, turn });
        expect(live.length).toBeLessThanOrEqual(concurrency);
      }
      const teams = new Set(live.map(({ team }) => team));
      const own = Map.groupBy(live, ({ team }) => team);
      expect(fair.mayBegin(of(99, 1))).toBe(live.length < concurrency);
      if (teams.size === 1 && concurrency > 2) expect(live.length).toBeLessThan(concurrency);
      for (const each of own.values())
        if (concurrency > 1) expect(each.length).toBeLessThanOrEqual(Math.ceil((concurrency * 3) / 4));
      for (const { turn } of live) turn[Symbol.dispose]();
      expect(fill(fair, 98, numbers(0, concurrency)).length).toBe(Math.ceil(concurrency / 2));
    }),
  );
});

test("a team's slow webhooks leave room for its quick ones", () => {
  const fair = createFairTurns(20);
  for (const turn of fill(fair, 1, numbers(0, 20))) {
    turn.attempted(9_000);
    turn[Symbol.dispose]();
  }
  const known = fill(fair, 1, numbers(0, 10));
  expect(known.length).toBeLessThan(8);
  expect(fill(fair, 1, numbers(20, 30)).length).toBeGreaterThan(3);
  expect(fair.mayBegin(of(2, 1))).toBe(true);
});

test("a slow webhook that answers quickly again counts as one that does", () => {
  const fair = createFairTurns(4);
  const took = (webhook: number, ms: number) => {
    using turn = fair.begin(of(1, webhook));
    turn?.attempted(ms);
  };
  for (const webhook of [1, 2]) took(webhook, 9_000);
  const [slow] = fill(fair, 1, [1]);
  expect(fair.mayBegin(of(1, 2))).toBe(false);
  slow?.[Symbol.dispose]();
  took(2, 5);
  fill(fair, 1, [1]);
  expect(fair.mayBegin(of(1, 2))).toBe(true);
});
