import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Problem } from "@onefold/contract";
import { startWatchdog } from "./watchdog.ts";
import type { WatchdogOptions } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** With this patience it looks once a second. */
const PATIENCE = { patienceMs: 5_000 };

test("chunks that age while the worker idles: it is nudged, and in the end it is told once", async () => {
  let nudges = 0;
  let oldest: number | undefined = 60_000;
  let idle = 60_000;
  const told: Problem[] = [];
  const watchdog = startWatchdog({
    ...PATIENCE,
    idleMs: () => idle,
    oldestMs: async () => oldest,
    nudge: async () => void (nudges += 1),
    onStuck: (problem) => told.push(problem),
  });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(nudges).toBe(4);
  expect([watchdog.problems(), told]).toEqual([[], []]);
  await vi.advanceTimersByTimeAsync(1_000);
  const problem = {
    what: "Chunks have waited for over 5 s while this worker takes none.",
    fix: "Restart this worker.",
  };
  expect([watchdog.problems(), told]).toEqual([[problem], [problem]]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveLength(1);

  idle = 0;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(watchdog.problems()).toEqual([]);
  idle = 60_000;
  oldest = undefined;
  const before = nudges;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(nudges).toBe(before);
  watchdog.stop();
  oldest = 60_000;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(nudges).toBe(before);
});

test("one whose nudge fails or hangs is told all the same; one that can't look, or was stopped, never", async () => {
  const told: string[] = [];
  const start = (name: string, more: Partial<WatchdogOptions>) =>
    startWatchdog({
      ...PATIENCE,
      idleMs: () => 60_000,
      oldestMs: async () => 60_000,
      nudge: async () => undefined,
      onStuck: () => told.push(name),
      ...more,
    });
  const nudged = start("nudge", { nudge: () => Promise.reject(new Error("no")) });
  const hanging = start("hanging", { nudge: () => new Promise(() => undefined) });
  const blind = start("blind", { oldestMs: () => Promise.reject(new Error("no")) });
  const answer = Promise.withResolvers<number>();
  const stopped = start("stopped", { oldestMs: () => answer.promise });
  await vi.advanceTimersByTimeAsync(1_000);
  stopped.stop();
  answer.resolve(60_000);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual(["nudge", "hanging"]);
  for (const watchdog of [nudged, hanging, blind]) watchdog.stop();
});

test("it is told exactly at the fifth look in a row that finds the worker idle and chunks old", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (looks) => {
      let look = -1;
      let toldAt: number | undefined;
      const watchdog = startWatchdog({
        ...PATIENCE,
        idleMs: () => 60_000,
        oldestMs: async () => (looks[(look += 1)] === true ? 60_000 : 10),
        nudge: async () => undefined,
        onStuck: () => (toldAt = look),
      });
      await vi.advanceTimersByTimeAsync(looks.length * 1_000);
      watchdog.stop();
      const expected = looks.findIndex(
        (_, index) => index >= 4 && looks.slice(index - 4, index + 1).every(Boolean),
      );
      expect(toldAt).toBe(expected === -1 ? undefined : expected);
    }),
  );
});
