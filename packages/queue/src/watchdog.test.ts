import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startWatchdog } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("chunks that age while the worker idles: it is nudged, and in the end it is a problem", async () => {
  let nudges = 0;
  let oldest: number | undefined = 60_000;
  let idle = 60_000;
  const watchdog = startWatchdog({
    everyMs: 1_000,
    idleMs: () => idle,
    oldestMs: async () => oldest,
    nudge: async () => void (nudges += 1),
  });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(nudges).toBe(4);
  expect(watchdog.problems()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(watchdog.problems()[0]?.fix).toBe("Restart this worker.");

  idle = 0;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(watchdog.problems()).toEqual([]);
  idle = 60_000;
  oldest = undefined;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(nudges).toBe(5);
  watchdog.stop();
  oldest = 60_000;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(nudges).toBe(5);
});
