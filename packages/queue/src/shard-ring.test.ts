import fc from "fast-check";
import { expect, test } from "vitest";
import { createShardRing } from "./shard-ring.ts";

interface TestShard {
  readonly name: number;
  isIll: boolean;
  problem(): string | undefined;
}

const shard = (name: number): TestShard => ({
  name,
  isIll: false,
  problem() {
    return this.isIll ? "it is ill" : undefined;
  },
});
const ringOf = (count: number, now: () => number) => {
  const [first, ...others] = Array.from({ length: count }, (_, name) => shard(name));
  if (first === undefined) throw new Error("There is none.");
  const shards: [TestShard, ...TestShard[]] = [first, ...others];
  return { shards, ring: createShardRing(shards, now) };
};

test("each shard has its turn", () => {
  const { shards, ring } = ringOf(5, () => 0);
  const taken = Array.from({ length: 10 }, () => ring.next().name);
  expect(new Set(taken.slice(0, 5)).size).toBe(shards.length);
  expect(taken.slice(5)).toEqual(taken.slice(0, 5));
});

test("a shard that is ill or failed of late is taken only where no other is left", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(
        fc.record({
          ms: fc.integer({ min: 0, max: 700 }),
          turnsIll: fc.option(fc.nat(5)),
          fails: fc.boolean(),
        }),
        { size: "max", maxLength: 50 },
      ),
      (count, steps) => {
        let now = 0;
        const { shards, ring } = ringOf(count, () => now);
        const failedAt = new Map<TestShard, number>();
        const isRested = (each: TestShard) => now - (failedAt.get(each) ?? -Infinity) >= 1_000;
        for (const { ms, turnsIll, fails } of steps) {
          now += ms;
          const changed = turnsIll === null ? undefined : shards[turnsIll];
          if (changed) changed.isIll = !changed.isIll;
          const next = ring.next();
          const rested = shards.filter(isRested);
          const well = rested.filter(({ isIll }) => !isIll);
          const allowed = well.length > 0 ? well : rested.length > 0 ? rested : shards;
          expect(allowed).toContain(next);
          if (fails) {
            ring.failed(next);
            failedAt.set(next, now);
          }
        }
      },
    ),
  );
});
