import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ApiError } from "../errors/api-error.ts";
import { createShares, shareLimits } from "./shares.ts";

const LIMITS = { ...shareLimits(4), waiting: 6, waitingOfTeam: 4, waitingOfKey: 3, waitMs: 60_000 };

const asker = fc.record({ teamId: fc.constantFrom("a", "b", "c"), keyId: fc.constantFrom("1", "2", "3") });

test("no team and no key has more than its share, nobody waits while there is room for it, all come to an end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(asker, fc.constant("leave" as const)), { maxLength: 60 }),
      async (steps) => {
        const shares = createShares(LIMITS);
        const running: { teamId: string; keyId: string; leave: () => void }[] = [];
        const refused: ApiError[] = [];
        const entering: Promise<void>[] = [];
        let asked = 0;
        let done = 0;
        const settle = async () => {
          for (let turn = 0; turn < 5; turn++) await Promise.resolve();
          const of = (field: "teamId" | "keyId", value: string) =>
            running.filter((each) => each[field] === value).length;
          expect(running.length).toBeLessThanOrEqual(LIMITS.max);
          for (const { teamId } of running)
            expect(of("teamId", teamId)).toBeLessThanOrEqual(LIMITS.maxOfTeam);
        };
        const leave = async () => {
          const first = running.shift();
          if (!first) return;
          done++;
          first.leave();
          first.leave();
          await settle();
        };
        for (const step of steps) {
          if (step === "leave") {
            await leave();
            continue;
          }
          asked++;
          entering.push(
            shares.enter(step).then(
              (end) => void running.push({ ...step, leave: end }),
              (error: unknown) => void refused.push(error instanceof ApiError ? error : expect.fail()),
            ),
          );
          await settle();
        }
        while (running.length > 0) await leave();
        await Promise.all(entering);
        expect(done + refused.length).toBe(asked);
      },
    ),
  );
});

test("one team takes no turn from another, however much it asks; past its share it is told so", async () => {
  const shares = createShares(LIMITS);
  const many = Array.from({ length: 30 }, (_, i) => ({ teamId: "greedy", keyId: String(i % 10) }));
  const asked = many.map((each) => shares.enter(each).catch((error: unknown) => error));
  const leave = await shares.enter({ teamId: "modest", keyId: "1" });
  leave();
  const codes = (await Promise.all(asked.slice(6))).map((error) => error instanceof ApiError && error.code);
  expect(new Set(codes)).toEqual(new Set(["RATE_LIMITED"]));
});

test("whose team has nothing under way is next, whoever waits before it", async () => {
  const shares = createShares(LIMITS);
  const enter = (teamId: string, keyId: string) => shares.enter({ teamId, keyId });
  const held = await Promise.all([enter("a", "1"), enter("a", "2"), enter("b", "1"), enter("b", "2")]);
  const order: string[] = [];
  const waiting = ["a", "b", "c"].map(async (team) => {
    await enter(team, "3");
    order.push(team);
  });
  held[0]?.();
  await waiting[2];
  expect(order).toEqual(["c"]);
  held[2]?.();
  held[1]?.();
  await Promise.all(waiting);
  // One request of each key has ended, so there is a place for each.
  expect(order.slice(1).toSorted()).toEqual(["a", "b"]);
});

test("a wait ends with its time: by the own share with 429, by the others' with 503", async () => {
  const shares = createShares({ ...LIMITS, waitMs: 20 });
  const enter = (teamId: string) => shares.enter({ teamId, keyId: teamId });
  await enter("a");
  await expect(enter("a")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  for (const team of ["b", "c", "d"]) await enter(team);
  await expect(enter("e")).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
