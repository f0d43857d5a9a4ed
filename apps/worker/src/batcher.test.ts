import fc from "fast-check";
import { expect, test } from "vitest";
import { createBatcher } from "./batcher.ts";
import type { BatcherOptions, Source } from "./batcher.ts";

interface Item {
  readonly source: Source;
  readonly team: string;
  readonly job: string;
  /** Unique, and rising within each source and job. */
  readonly place: number;
  readonly locks: number;
}

interface Batch {
  readonly items: readonly Item[];
  readonly interactive: number;
  readonly bulk: number;
  /** What waited when it was taken, itself included. */
  readonly waited: Readonly<Record<Source, number>>;
  end(): void;
}

/** A batcher whose batches end when the test says so. */
function setUp(settings: Partial<BatcherOptions<Item>> = {}) {
  const batches: Batch[] = [];
  const running = new Set<Batch>();
  const waited: Record<Source, number> = { interactive: 0, bulk: 0 };
  let places = 0;
  let settled = 0;
  const batcher = createBatcher<Item>({
    lanes: 2,
    maxItems: 500,
    maxLocks: 1_000_000,
    locksOf: ({ locks }) => locks,
    teamOf: ({ team }) => team,
    jobOf: ({ job }) => job,
    ...settings,
    async commit(items) {
      const ending = Promise.withResolvers<void>();
      const interactive = items.filter(({ source }) => source === "interactive").length;
      const batch: Batch = {
        items,
        interactive,
        bulk: items.length - interactive,
        waited: { ...waited },
        end() {
          running.delete(batch);
          ending.resolve();
        },
      };
      waited.interactive -= batch.interactive;
      waited.bulk -= batch.bulk;
      batches.push(batch);
      running.add(batch);
      await ending.promise;
    },
  });

  return {
    batches,
    running,
    batcher,
    settled: () => settled,
    add(source: Source, count: number, { team = "tea_1", job = "job_1", locks = 1 } = {}) {
      const items = Array.from({ length: count }, () => ({ source, team, job, locks, place: places++ }));
      waited[source] += count;
      void batcher.add(items, source).then(() => settled++);
      return items;
    },
    end,
    async endAll() {
      while (running.size > 0) await end();
    },
  };

  /** Ends the batch that has run longest, or another one, and lets the next begin. */
  async function end(which = 0): Promise<void> {
    [...running][which % Math.max(1, running.size)]?.end();
    await turn();
  }
}

/** Everything that was settled has been acted upon. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

const Step = fc.oneof(
  fc.record({
    add: fc.constantFrom<Source>("interactive", "bulk"),
    count: fc.integer({ min: 0, max: 60 }),
    team: fc.constantFrom("tea_1", "tea_2"),
    job: fc.constantFrom("job_1", "job_2", "job_3"),
    locks: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ end: fc.nat(5) }),
);

const Settings = fc.record({
  lanes: fc.integer({ min: 1, max: 4 }),
  maxItems: fc.integer({ min: 1, max: 50 }),
  maxLocks: fc.integer({ min: 1, max: 100 }),
});

test("nothing is lost, nothing goes twice, and each job keeps its order, within the limits", async () => {
  await fc.assert(
    fc.asyncProperty(Settings, fc.array(Step, { maxLength: 60 }), async (settings, steps) => {
      const { batcher, batches, running, settled, add, end, endAll } = setUp(settings);
      const added: Item[] = [];
      let groups = 0;
      const look = () => {
        expect(running.size).toBeLessThanOrEqual(settings.lanes);
        const led = [...running].filter(({ interactive }) => interactive === 0).length;
        if (settings.maxItems > 1) expect(led).toBeLessThanOrEqual(Math.max(1, settings.lanes - 1));
      };
      for (const step of steps) {
        if ("end" in step) await end(step.end);
        else {
          added.push(...add(step.add, step.count, step));
          groups++;
        }
        look();
      }
      await endAll();

      const gone = batches.flatMap(({ items }) => items);
      expect(gone.toSorted((a, b) => a.place - b.place)).toEqual(added);
      const lines = Map.groupBy(gone, ({ source, team, job }) =>
        source === "bulk" ? `${team} ${job}` : source,
      );
      for (const line of lines.values()) expect(line).toEqual(line.toSorted((a, b) => a.place - b.place));
      for (const { items } of batches) {
        expect(items.length).toBeLessThanOrEqual(settings.maxItems);
        // An item that needs more locks than are left may go where it would never go else.
        expect(sum(items.map(({ locks }) => locks))).toBeLessThanOrEqual(settings.maxLocks + 9);
      }
      expect([settled(), batcher.held()]).toEqual([groups, 0]);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("under constant interactive pressure bulk gets a tenth, and interactive items go first", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 20, maxLength: 60 }),
      async (lanes, maxItems, arrivals) => {
        const { batches, add, end, endAll } = setUp({ lanes, maxItems });
        add("bulk", 20_000);
        add("interactive", maxItems * lanes);
        for (const [index, count] of arrivals.entries()) {
          add("interactive", count);
          await end(index);
        }
        const both = batches.filter(({ waited }) => waited.interactive > 0 && waited.bulk > 0);
        const bulk = sum(both.map((batch) => batch.bulk));
        const interactive = sum(both.map((batch) => batch.interactive));
        expect(bulk).toBeGreaterThanOrEqual(Math.floor((bulk + interactive) / 10) - 1);
        for (const batch of both) {
          const room = Math.floor(maxItems * 0.8) - 1;
          expect(batch.interactive).toBeGreaterThanOrEqual(Math.min(batch.waited.interactive, room));
        }
        await endAll();
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

test("a single item that meets a flood of bulk starts at once, and has few rows before it after", async () => {
  const { batches, running, add, end } = setUp();
  add("bulk", 5_000);
  expect(batches.map(({ bulk }) => bulk)).toEqual([500]);
  add("interactive", 1);
  expect(batches.map(({ interactive, bulk }) => [interactive, bulk])).toEqual([
    [0, 500],
    [1, 0],
  ]);
  await end();
  expect(batches.at(-1)?.bulk).toBe(150);
  for (let turns = 0; turns < 30; turns++) await end(running.size - 1);
  // Nothing has come for a while.
  expect(batches.at(-1)?.bulk).toBe(500);
});

test("with one lane bulk batches are small", async () => {
  const { batches, add, end } = setUp({ lanes: 1 });
  add("bulk", 400);
  add("interactive", 3);
  await end();
  await end();
  expect(batches.map(({ interactive, bulk }) => [interactive, bulk])).toEqual([
    [0, 150],
    [3, 147],
    [0, 103],
  ]);
});

test("a small job doesn't wait for a large one, nor a team with one job for one with many", async () => {
  const { batches, add, end } = setUp({ maxItems: 40 });
  for (const job of ["job_1", "job_2", "job_3"]) add("bulk", 500, { team: "tea_1", job });
  add("bulk", 10, { team: "tea_2", job: "job_4" });
  add("bulk", 30, { team: "tea_3", job: "job_5" });
  await end();
  const shares = Object.groupBy(batches[1]?.items ?? [], ({ job }) => job);
  const counts = Object.fromEntries(Object.entries(shares).map(([job, items]) => [job, items?.length]));
  expect(counts).toEqual({ job_1: 5, job_2: 5, job_3: 5, job_4: 10, job_5: 15 });
});

test("a batch that fails fails the groups in it, and the others go on", async () => {
  let commits = 0;
  const batcher = createBatcher<Item>({
    lanes: 2,
    maxItems: 2,
    maxLocks: 100,
    locksOf: () => 1,
    teamOf: ({ team }) => team,
    jobOf: ({ job }) => job,
    commit: async () => {
      if (++commits === 1) throw new Error("no");
    },
  });
  const item = (place: number) => ({ source: "bulk" as const, team: "t", job: "j", locks: 1, place });
  const one = batcher.add([item(1), item(2), item(3)], "bulk");
  const two = batcher.add([item(4)], "bulk");
  await expect(one).rejects.toThrow("no");
  await two;
  expect([commits, batcher.held()]).toEqual([2, 0]);
});
