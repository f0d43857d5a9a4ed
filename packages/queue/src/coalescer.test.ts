import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { createCoalescer } from "./coalescer.ts";

/** Makes a flush that the test controls: each call waits until it is told whether it succeeds. */
function controlledFlush() {
  const calls: { items: readonly number[]; succeed(): void; fail(): void }[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  return {
    calls,
    most: () => mostInFlight,
    flush(items: readonly number[]): Promise<readonly string[]> {
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      calls.push({
        items,
        succeed: () => resolve(items.map((item) => `done ${item}`)),
        fail: () => reject(new Error(`failed ${items.join()}`)),
      });
      return promise.finally(() => (inFlight -= 1));
    },
  };
}

const limits = { maxItems: 3, maxBytes: 100, maxInFlight: 2 };

/** Waits for the end of this turn of the event loop. */
const turn = () => new Promise(setImmediate);

test("items of one turn go together; those that come meanwhile go together when they return", async () => {
  const { calls, flush } = controlledFlush();
  const coalescer = createCoalescer({ ...limits, flush });
  const first = [1, 2].map((item) => coalescer.add(item, 1));
  await turn();
  expect(calls.map((call) => call.items)).toEqual([[1, 2]]);
  const second = [3, 4].map((item) => coalescer.add(item, 1));
  await turn();
  expect(calls).toHaveLength(1);
  calls[0]?.succeed();
  expect(await Promise.all(first)).toEqual(["done 1", "done 2"]);
  await turn();
  expect(calls.map((call) => call.items)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  calls[1]?.succeed();
  expect(await Promise.all(second)).toEqual(["done 3", "done 4"]);
  expect(coalescer.pending()).toBe(0);
});

test("a full chunk goes at once and doesn't wait for the one in flight, up to maxInFlight", async () => {
  const { calls, flush } = controlledFlush();
  const coalescer = createCoalescer({ ...limits, flush });
  const results = Array.from({ length: 10 }, (_, item) => coalescer.add(item, 1));
  expect(calls.map((call) => call.items)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  calls[1]?.succeed();
  await results[3];
  await turn();
  expect(calls.map((call) => call.items).slice(2)).toEqual([[6, 7, 8]]);
  calls[0]?.succeed();
  await results[0];
  await turn();
  // One is on its way still, so what isn't full gathers.
  expect(calls).toHaveLength(3);
  calls[2]?.succeed();
  await results[6];
  await turn();
  expect(calls[3]?.items).toEqual([9]);
  calls[3]?.succeed();
  await coalescer.idle();
});

test("with patience, what comes after a chunk that is stuck goes without it, and gathers as before", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { calls, flush } = controlledFlush();
  const coalescer = createCoalescer({ ...limits, patienceMs: 20, flush });
  const stuck = coalescer.add(1, 1);
  await turn();
  const second = [2, 3].map((item) => coalescer.add(item, 1));
  await turn();
  expect(calls).toHaveLength(1);
  vi.advanceTimersByTime(20);
  await turn();
  const fourth = coalescer.add(4, 1);
  await turn();
  expect(calls.map((call) => call.items)).toEqual([[1], [2, 3]]);
  calls[1]?.succeed();
  expect(await Promise.all(second)).toEqual(["done 2", "done 3"]);
  await turn();
  void coalescer.add(5, 1);
  // Its end makes no room a second time.
  calls[0]?.succeed();
  expect(await stuck).toBe("done 1");
  await turn();
  expect(calls.map((call) => call.items).slice(2)).toEqual([[4]]);
  calls[2]?.succeed();
  expect(await fourth).toBe("done 4");
  await turn();
  expect(calls[3]?.items).toEqual([5]);
  calls[3]?.succeed();
  await coalescer.idle();
});

test("a chunk closes before it would pass maxBytes, and one huge item travels alone", async () => {
  const { calls, flush } = controlledFlush();
  const coalescer = createCoalescer({ ...limits, flush });
  void coalescer.add(0, 1);
  void coalescer.add(1, 60);
  void coalescer.add(2, 60);
  void coalescer.add(3, 500);
  for (let index = 0; index < 3; index += 1) {
    calls[index]?.succeed();
    await turn();
  }
  await coalescer.idle();
  expect(calls.map((call) => call.items)).toEqual([[0, 1], [2], [3]]);
});

test("it keeps working after a failure, also one thrown at once", async () => {
  let broken = true;
  const coalescer = createCoalescer<number, number>({
    ...limits,
    flush(items) {
      if (broken) throw new Error("down");
      return Promise.resolve(items);
    },
  });
  await expect(coalescer.add(1, 1)).rejects.toThrow("down");
  broken = false;
  expect(await coalescer.add(2, 1)).toBe(2);
});

test("whatever happens, every item settles exactly once, in order, within the limits", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.record({ add: fc.integer({ min: 1, max: 120 }) }),
          fc.record({ settle: fc.nat({ max: 5 }), well: fc.boolean() }),
        ),
        { maxLength: 80 },
      ),
      async (steps) => {
        const control = controlledFlush();
        const coalescer = createCoalescer({ ...limits, flush: control.flush });
        const settled: string[] = [];
        const open = () => control.calls.slice(answered.size).length > 0;
        const answered = new Set<number>();
        const sizes: number[] = [];
        const answer = async (which: number, well: boolean) => {
          const waiting = control.calls.map((_, index) => index).filter((index) => !answered.has(index));
          const index = waiting[which % Math.max(1, waiting.length)];
          if (index === undefined) return;
          answered.add(index);
          if (well) control.calls[index]?.succeed();
          else control.calls[index]?.fail();
          await turn();
          await turn();
        };
        for (const step of steps) {
          if ("add" in step) {
            const item = sizes.push(step.add) - 1;
            coalescer.add(item, step.add).then(
              (result) => settled.push(`${item}:${result}`),
              (error: Error) => settled.push(`${item}:${error.message}`),
            );
          } else await answer(step.settle, step.well);
        }
        await turn();
        while (open()) await answer(0, true);
        await coalescer.idle();

        expect(settled.length).toBe(sizes.length);
        expect(new Set(settled.map((line) => line.split(":")[0])).size).toBe(sizes.length);
        for (const line of settled) {
          const [item = "", result = ""] = line.split(":");
          expect(result.split(/[ ,]/)).toContain(item);
        }
        const sent = control.calls.flatMap((call) => call.items);
        expect(sent).toEqual(sizes.map((_, index) => index));
        for (const { items } of control.calls) {
          expect(items.length).toBeLessThanOrEqual(limits.maxItems);
          const bytes = items.reduce((sum, item) => sum + (sizes[item] ?? 0), 0);
          expect(items.length === 1 || bytes <= limits.maxBytes).toBe(true);
        }
        expect(control.most()).toBeLessThanOrEqual(limits.maxInFlight);
      },
    ),
    { numRuns: 60 },
  );
});
