import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { every } from "./every.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

const unexpected = (error: unknown) => expect.fail(String(error));

describe("a repeated task", () => {
  test("runs an interval after its last run, sooner where it is hurried, never later", async () => {
    const step = fc.record({
      pass: fc.integer({ min: 0, max: 200 }),
      hurry: fc.constantFrom(undefined, 10, 70, 500),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const runs: number[] = [];
        let next = 100;
        // When it has to run: the soonest of what was asked for since its last run.
        let due = performance.now() + 100;
        const repeated = every(
          () => next,
          async () => void runs.push(performance.now()),
          unexpected,
        );
        for (const { pass, hurry } of steps) {
          next = 100;
          for (let ms = 0; ms < pass; ms++) {
            const before = runs.length;
            await vi.advanceTimersByTimeAsync(1);
            const isDue = performance.now() >= due;
            expect(runs.length - before).toBe(isDue ? 1 : 0);
            if (isDue) due = performance.now() + 100;
          }
          if (hurry === undefined) continue;
          next = hurry;
          repeated.hurry();
          due = Math.min(due, performance.now() + hurry);
        }
        await repeated[Symbol.asyncDispose]();
        const before = runs.length;
        repeated.hurry();
        await vi.advanceTimersByTimeAsync(1_000);
        expect(runs.length).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  test("that is under way isn't run twice at once, and one that fails is run again", async () => {
    const errors: unknown[] = [];
    let running = 0;
    let runs = 0;
    const held = Promise.withResolvers<void>();
    const repeated = every(
      10,
      async () => {
        expect(++running).toBe(1);
        if (++runs === 1) await held.promise;
        running--;
        if (runs === 2) throw new Error("once");
      },
      (error) => errors.push(error),
      { now: true },
    );
    repeated.hurry();
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toBe(1);
    held.resolve();
    await vi.advanceTimersByTimeAsync(25);
    expect([runs, errors.length]).toEqual([3, 1]);
    await repeated[Symbol.asyncDispose]();
  });

  test("that is under way is told to stop when it is disposed of, and waited for", async () => {
    const ends: string[] = [];
    const repeated = every(
      10,
      async (stop) => {
        await new Promise((resolve) => stop.addEventListener("abort", resolve));
        ends.push("run");
      },
      unexpected,
      { now: true },
    );
    await repeated[Symbol.asyncDispose]();
    expect(ends).toEqual(["run"]);
  });
});
