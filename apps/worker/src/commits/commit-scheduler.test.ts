import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCommitScheduler } from "./commit-scheduler.ts";
import type { Lane } from "@onefold/queue";
import type { CommitSchedulerOptions, Left } from "./commit-scheduler-options.ts";

interface Item {
  readonly lane: Lane;
  readonly team: string;
  readonly job: string;
  /** A number of its own for each item. It rises within each lane and job. */
  readonly place: number;
  readonly locks: readonly number[];
  readonly links: readonly number[];
}

interface RunningCommit {
  readonly items: readonly Item[];
  readonly interactive: number;
  readonly bulk: number;
  /** How many items waited when the commit was taken, its own included. */
  readonly waited: Readonly<Record<Lane, number>>;
  end(left?: Partial<Left<Item>>): void;
  fail(): void;
}

interface Added {
  readonly team: string;
  readonly job: string;
  readonly locks: number | readonly number[];
  readonly links: readonly number[];
}

// Time passes when a test says so. On a busy machine a pause of a few milliseconds is over before a test has looked.
beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

/** Makes a scheduler whose commits end when the test says so. */
function setUp(settings: Partial<CommitSchedulerOptions<Item>> = {}) {
  const commits: RunningCommit[] = [];
  const running = new Set<RunningCommit>();
  const waited: Record<Lane, number> = { interactive: 0, bulk: 0 };
  let places = 0;
  let settled = 0;
  const stopping = new AbortController();
  const scheduler = createCommitScheduler<Item>({
    slots: 2,
    maxItems: 500,
    maxLocks: 1_000_000,
    locksOf: ({ locks }) => locks,
    linkLocksOf: ({ links }) => links,
    teamOf: ({ team }) => team,
    jobOf: ({ job }) => job,
    rest: async () => {},
    gather: { items: 0, ms: 0 },
    signal: stopping.signal,
    onFailure: () => {},
    onRecovery: () => {},
    onFreed: () => {},
    ...settings,
    async commit(items) {
      const ending = Promise.withResolvers<Left<Item>>();
      const interactive = items.filter(({ lane }) => lane === "interactive").length;
      const commit: RunningCommit = {
        items,
        interactive,
        bulk: items.length - interactive,
        waited: { ...waited },
        end({ held = [], rest = [] } = {}) {
          running.delete(commit);
          for (const { lane } of [...held, ...rest]) waited[lane]++;
          ending.resolve({ held, rest });
        },
        fail() {
          running.delete(commit);
          for (const { lane } of items) waited[lane]++;
          ending.reject(new Error("refused"));
        },
      };
      waited.interactive -= commit.interactive;
      waited.bulk -= commit.bulk;
      commits.push(commit);
      running.add(commit);
      return await ending.promise;
    },
  });

  return {
    commits,
    running,
    waited,
    scheduler,
    stop: () => stopping.abort(),
    settled: () => settled,
    /** Adds items. Each has this many locks of its own, or the locks that are given. */
    add(lane: Lane, count: number, options: Partial<Added> = {}) {
      const { team = "tea_1", job = "job_1", locks = 1, links = [] } = options;
      const items = Array.from({ length: count }, () => {
        const place = places++;
        const own = typeof locks === "number" ? range(locks).map((n) => 1_000 + place * 10 + n) : locks;
        return { lane, team, job, locks: own, links, place };
      });
      waited[lane] += count;
      void scheduler.add(items, lane).then(() => settled++);
      return items;
    },
    end,
    async endAll() {
      while (running.size > 0) await end();
    },
  };

  /** Ends the commit that has run longest, or another one, and lets the next begin. */
  async function end(which = 0): Promise<void> {
    [...running][which % Math.max(1, running.size)]?.end();
    await turn();
  }
}

/** Waits until everything that was settled has had its effect. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets all that rests have rested. */
async function passPause(): Promise<void> {
  vi.runOnlyPendingTimers();
  await turn();
}

const needsOf = ({ locks, links }: Item) => [...locks, ...links];

const range = (length: number) => Array.from({ length }, (_, n) => n);

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

const Step = fc.oneof(
  fc.record({
    add: fc.constantFrom<Lane>("interactive", "bulk"),
    count: fc.integer({ min: 0, max: 60 }),
    team: fc.constantFrom("tea_1", "tea_2"),
    job: fc.constantFrom("job_1", "job_2", "job_3"),
    locks: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ end: fc.nat(5) }),
);

const Settings = fc.record({
  gather: fc.constantFrom({ items: 0, ms: 0 }, { items: 20, ms: 25 }),
  slots: fc.integer({ min: 1, max: 4 }),
  maxItems: fc.integer({ min: 1, max: 50 }),
  maxLocks: fc.integer({ min: 1, max: 100 }),
});

test("nothing is lost, nothing goes twice, and each job keeps its order, within the limits", async () => {
  await fc.assert(
    fc.asyncProperty(Settings, fc.array(Step, { maxLength: 60 }), async (settings, steps) => {
      const { scheduler, commits, running, waited, settled, add, end, endAll } = setUp(settings);
      const added: Item[] = [];
      let groups = 0;
      const look = () => {
        expect(running.size).toBeLessThanOrEqual(settings.slots + 1);
        const ahead = [...running].filter(({ interactive }) => interactive > 0).length;
        expect(running.size - ahead).toBeLessThanOrEqual(settings.slots);
        if (settings.maxItems > 1 && waited.interactive > 0) expect(ahead).toBeGreaterThan(0);
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

      const gone = commits.flatMap(({ items }) => items);
      expect(gone.toSorted((a, b) => a.place - b.place)).toEqual(added);
      const lines = Map.groupBy(gone, ({ lane, team, job }) => (lane === "bulk" ? `${team} ${job}` : lane));
      for (const line of lines.values()) expect(line).toEqual(line.toSorted((a, b) => a.place - b.place));
      for (const { items } of commits) {
        expect(items.length).toBeLessThanOrEqual(settings.maxItems);
        // One item may need more locks than are left. It goes all the same if it would never go else.
        expect(sum(items.map(({ locks }) => locks.length))).toBeLessThanOrEqual(settings.maxLocks + 9);
      }
      expect([settled(), scheduler.held()]).toEqual([groups, 0]);
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
      async (slots, maxItems, arrivals) => {
        const { commits, add, end } = setUp({ slots, maxItems });
        add("bulk", 20_000);
        add("interactive", maxItems * slots);
        for (const [index, count] of arrivals.entries()) {
          add("interactive", count);
          await end(index);
        }
        const both = commits.filter(({ waited }) => waited.interactive > 0 && waited.bulk > 0);
        const bulk = sum(both.map((commit) => commit.bulk));
        const interactive = sum(both.map((commit) => commit.interactive));
        expect(bulk).toBeGreaterThanOrEqual(Math.floor((bulk + interactive) / 10) - 1);
        for (const commit of both) {
          const room = Math.floor(maxItems * 0.8) - 1;
          expect(commit.interactive).toBeGreaterThanOrEqual(Math.min(commit.waited.interactive, room));
        }
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

test("a single item that meets a flood of bulk starts at once, and has few rows before it after", async () => {
  const { commits, running, add, end } = setUp();
  const shares = () => commits.map(({ interactive, bulk }) => [interactive, bulk]);
  add("bulk", 20_000);
  expect(shares()).toEqual([
    [0, 500],
    [0, 500],
  ]);
  add("interactive", 1);
  expect(shares().slice(2)).toEqual([[1, 0]]);
  await end();
  await end();
  // The slot that bulk doesn't have is kept for interactive items.
  expect(shares().slice(3)).toEqual([[0, 100]]);
  expect(running.size).toBe(2);
  await end();
  expect(running.size).toBe(1);
  for (let turns = 0; turns < 50; turns++) await end();
  // No interactive item has come for a while.
  expect(shares().slice(-2)).toEqual([
    [0, 500],
    [0, 500],
  ]);
});

test("while interactive items come bulk rests after a commit, and they go on", async () => {
  const rests: (() => void)[] = [];
  const rest = () => new Promise<void>((resolve) => rests.push(resolve));
  const { commits, running, add, end } = setUp({ rest });
  add("bulk", 5_000);
  await end();
  expect([rests.length, running.size]).toEqual([0, 2]);
  add("interactive", 1);
  await end();
  await end();
  await end();
  expect([rests.length, running.size]).toEqual([2, 0]);
  add("interactive", 1);
  expect(running.size).toBe(1);
  for (const wake of rests) wake();
  await turn();
  expect(commits.slice(3).map(({ interactive, bulk }) => [interactive, bulk])).toEqual([
    [1, 0],
    [1, 0],
    [0, 100],
  ]);
});

test("with one slot the same", async () => {
  const { commits, running, add, end } = setUp({ slots: 1 });
  add("bulk", 2_000);
  add("interactive", 3);
  add("interactive", 2);
  expect(running.size).toBe(2);
  await end(1);
  await end();
  await end();
  expect(commits.map(({ interactive, bulk }) => [interactive, bulk])).toEqual([
    [0, 500],
    [3, 0],
    [2, 0],
    [0, 100],
  ]);
});

test("a small job doesn't wait for a large one, nor a team with one job for one with many", async () => {
  const { commits, add, end } = setUp({ slots: 1, maxItems: 40 });
  for (const job of ["job_1", "job_2", "job_3"]) add("bulk", 500, { team: "tea_1", job });
  add("bulk", 10, { team: "tea_2", job: "job_4" });
  add("bulk", 30, { team: "tea_3", job: "job_5" });
  await end();
  const shares = Object.groupBy(commits[1]?.items ?? [], ({ job }) => job);
  const counts = Object.fromEntries(Object.entries(shares).map(([job, items]) => [job, items?.length]));
  expect(counts).toEqual({ job_1: 5, job_2: 5, job_3: 5, job_4: 10, job_5: 15 });
});

describe("interactive items that come while others are committed", () => {
  const gather = { items: 10, ms: 25 };
  const sizes = (commits: readonly RunningCommit[]) => commits.map(({ items }) => items.length);

  test("go together when that commit ends", async () => {
    const { commits, add, end } = setUp({ gather });
    for (const count of [1, 2, 3]) add("interactive", count);
    expect(sizes(commits)).toEqual([1]);
    await end();
    expect(sizes(commits)).toEqual([1, 5]);
  });

  test("get a slot of their own once they are many, or have waited for long", async () => {
    const { commits, add } = setUp({ gather, slots: 4 });
    add("interactive", 1);
    add("interactive", 9);
    expect(sizes(commits)).toEqual([1]);
    add("interactive", 1);
    expect(sizes(commits)).toEqual([1, 10]);
    add("interactive", 2);
    vi.advanceTimersByTime(gather.ms - 1);
    expect(sizes(commits)).toEqual([1, 10]);
    vi.advanceTimersByTime(2);
    expect(sizes(commits)).toEqual([1, 10, 2]);
  });

  test("don't wait for a slow one that another has overtaken", async () => {
    const { commits, add, end } = setUp({ gather, slots: 4 });
    add("interactive", 1);
    vi.advanceTimersByTime(gather.ms + 1);
    add("interactive", 1);
    add("interactive", 2);
    expect(sizes(commits)).toEqual([1, 1]);
    await end(1);
    vi.advanceTimersByTime(gather.ms + 1);
    expect(sizes(commits)).toEqual([1, 1, 2]);
  });

  test("don't wait for a commit that has rows of uploads, nor where such rows wait", async () => {
    const { commits, add } = setUp({ gather, slots: 4 });
    add("bulk", 1);
    add("interactive", 1);
    expect(sizes(commits)).toEqual([1, 1]);
    add("bulk", 1);
    expect(sizes(commits)).toEqual([1, 1, 1]);
  });
});

const PEOPLE = 5;

test("slots never have a lock in common, those that share one go in their order, and all go", async () => {
  const addition = fc.record({
    add: fc.constantFrom<Lane>("interactive", "bulk"),
    team: fc.constantFrom("tea_1", "tea_2"),
    locks: fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: 0, maxLength: 3 }),
  });
  const steps = fc.array(fc.oneof({ weight: 3, arbitrary: addition }, fc.record({ end: fc.nat(5) })), {
    maxLength: 120,
  });
  await fc.assert(
    fc.asyncProperty(Settings, steps, async (settings, all) => {
      const { scheduler, commits, running, settled, add, end, endAll } = setUp(settings);
      let groups = 0;
      for (const step of all) {
        if ("end" in step) await end(step.end);
        else {
          add(step.add, 1, step);
          groups++;
        }
        const held = [...running].flatMap(({ items }) => [...new Set(items.flatMap(({ locks }) => locks))]);
        expect(held).toEqual([...new Set(held)]);
      }
      await endAll();
      expect([settled(), scheduler.held()]).toEqual([groups, 0]);
      for (const person of range(PEOPLE)) {
        const gone = commits.flatMap(({ items }) => items.filter(({ locks }) => locks.includes(person)));
        for (const line of Map.groupBy(gone, ({ lane, team }) => `${lane} ${team}`).values())
          expect(line).toEqual(line.toSorted((a, b) => a.place - b.place));
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("one person's items that wait keep neither the other slot nor the others", async () => {
  const { commits, running, add, end, endAll } = setUp({ maxItems: 10 });
  add("bulk", 2_500, { locks: [1] });
  add("bulk", 5, { job: "job_2" });
  add("interactive", 1, { locks: [1] });
  add("interactive", 1);
  expect(commits.map(({ items }) => items.map(({ job, locks }) => `${job} ${locks[0]}`))).toEqual([
    Array(10).fill("job_1 1"),
    [expect.stringMatching(/^job_1 [^1]/)],
  ]);
  await end();
  expect(commits.at(-1)?.items[0]).toMatchObject({ lane: "interactive", locks: [1] });
  await endAll();
  expect([running.size, sum(commits.map(({ items }) => items.length))]).toEqual([0, 2_507]);
});

test("one that waits for a lock keeps nobody from an idle slot, and is overtaken on none of its locks", async () => {
  const { commits, add, end } = setUp({ slots: 4 });
  const names = () => commits.map(({ items }) => items.map(({ lane, locks }) => `${lane} ${locks.join()}`));
  add("bulk", 1, { locks: [1] });
  add("interactive", 1, { locks: [1, 2] });
  add("bulk", 1, { locks: [2] });
  add("bulk", 1, { locks: [3] });
  expect(names()).toEqual([["bulk 1"], ["bulk 3"]]);
  await end();
  expect(names().slice(2)).toEqual([["interactive 1,2"]]);
  await end();
  await end();
  expect(names().slice(3)).toEqual([["bulk 2"]]);
});

test("items that others have go aside, and hold up nobody but who shares a lock with them", async () => {
  const { commits, running, add, scheduler, settled } = setUp({ maxItems: 10 });
  const places = () => commits.map(({ items }) => items.map(({ locks }) => locks[0]));
  const [held] = add("interactive", 1, { locks: [1] });
  add("interactive", 1, { locks: [2] });
  commits[0]?.end({ held: held ? [held] : [] });
  await turn();
  // These are more items of one person than a line is walked past. An item of somebody else is behind them.
  add("interactive", 2_500, { locks: [1] });
  add("interactive", 1, { locks: [3] });
  expect(places()).toEqual([[1], [2], [3]]);
  commits[1]?.end();
  commits[2]?.end();
  await passPause();
  expect(commits.at(-1)?.items).toEqual([held]);
  expect([scheduler.failing(), scheduler.longestHeldMs() > 0]).toEqual([0, true]);
  for (; running.size > 0; await turn()) for (const commit of running) commit.end();
  expect([settled(), scheduler.held(), scheduler.longestHeldMs()]).toEqual([4, 0, 0]);
});

test("a commit that the database refuses keeps no slot, and no bulk from the others", async () => {
  const { commits, running, add, scheduler, settled } = setUp({ slots: 1, maxItems: 10 });
  add("bulk", 10, { locks: [1] });
  commits[0]?.fail();
  await turn();
  // A single item waits for its person, while bulk items of others come.
  add("interactive", 1, { locks: [1] });
  add("bulk", 200, { job: "job_2" });
  for (let turns = 0; turns < 20; turns++) {
    for (const commit of running) if (commit.items[0]?.job === "job_2") commit.end();
    await turn();
  }
  const ofOthers = commits.flatMap(({ items }) => items.filter(({ job }) => job === "job_2"));
  expect(ofOthers).toHaveLength(200);
  expect([scheduler.failing(), scheduler.held()]).toEqual([1, 11]);
  await passPause();
  expect([...running].map(({ items }) => items.length)).toEqual([10]);
  for (; running.size > 0; await turn()) for (const commit of running) commit.end();
  expect(commits.at(-1)?.items).toMatchObject([{ lane: "interactive" }]);
  expect([settled(), scheduler.failing(), scheduler.held()]).toEqual([3, 0, 0]);
});

test("whatever is left, refused or held: nothing is lost, goes twice or overtakes its own", async () => {
  const addition = fc.record({
    add: fc.constantFrom<Lane>("interactive", "bulk"),
    team: fc.constantFrom("tea_1", "tea_2"),
    locks: fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: 0, maxLength: 3 }),
    links: fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: 0, maxLength: 1 }),
  });
  const ending = fc.record({
    end: fc.nat(5),
    how: fc.constantFrom("all", "fail", "held", "rest"),
    every: fc.integer({ min: 1, max: 3 }),
  });
  const passing = fc.record({ pass: fc.integer({ min: 1, max: 1_000 }) });
  const steps = fc.array(
    fc.oneof({ weight: 4, arbitrary: addition }, { weight: 2, arbitrary: ending }, passing),
    {
      maxLength: 70,
    },
  );
  await fc.assert(
    fc.asyncProperty(Settings, steps, async (settings, all) => {
      const { scheduler, running, settled, add } = setUp(settings);
      const done: Item[] = [];
      let groups = 0;
      const finish = (commit: RunningCommit | undefined, how = "all", every = 1) => {
        if (how === "fail") return commit?.fail();
        const inOrder = commit?.items.toSorted((a, b) => a.place - b.place) ?? [];
        // An item that shares a lock with an older one that is left is left too, as in the transaction itself.
        const locks = new Set<number>();
        const left = inOrder.filter((item, index) => {
          const isLeft =
            (how !== "all" && index % every === 0) || needsOf(item).some((lock) => locks.has(lock));
          if (isLeft) for (const lock of item.locks) locks.add(lock);
          return isLeft;
        });
        done.push(...inOrder.filter((item) => !left.includes(item)));
        commit?.end({ [how]: left });
      };
      for (const step of all) {
        if ("pass" in step) vi.advanceTimersByTime(step.pass);
        else if ("end" in step)
          finish([...running][step.end % Math.max(1, running.size)], step.how, step.every);
        else {
          add(step.add, 1, step);
          groups++;
        }
        await turn();
        const now = [...running].flatMap(({ items }) => [...new Set(items.flatMap(({ locks }) => locks))]);
        expect(now).toEqual([...new Set(now)]);
      }
      while (scheduler.held() > 0) {
        for (const commit of running) finish(commit);
        await turn();
        await passPause();
      }
      expect([settled(), scheduler.failing()]).toEqual([groups, 0]);
      expect(done.map(({ place }) => place).toSorted((a, b) => a - b)).toEqual(range(groups));
      for (const person of range(PEOPLE)) {
        const gone = done.filter(({ locks }) => locks.includes(person));
        for (const line of Map.groupBy(gone, ({ lane, team }) => `${lane} ${team}`).values())
          expect(line).toEqual(line.toSorted((a, b) => a.place - b.place));
      }
      for (const [index, { lane, team, place, links }] of done.entries()) {
        const overtaken = done
          .slice(index + 1)
          .filter((other) => other.lane === lane && other.team === team && other.place < place);
        expect(overtaken.filter(({ locks }) => locks.some((lock) => links.includes(lock)))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
}, 120_000);

test("of those that rested together none overtakes an older one that has to rest again", async () => {
  const { commits, running, add, scheduler } = setUp();
  const items = range(200).flatMap((n) =>
    add("bulk", 1, n === 50 ? { locks: [1, 2] } : n === 150 ? { locks: [2] } : {}),
  );
  commits[0]?.end({ held: commits[0].items });
  for (; running.size > 0; await turn()) for (const commit of running) commit.end({ held: commit.items });
  // While interactive items come, bulk fills small commits. So not all items that rested go at once.
  add("interactive", 1);
  const done: Item[] = [];
  let rests = 0;
  for (; scheduler.held() > 0; await passPause())
    for (const commit of running) {
      const held = commit.items.filter((item) => item === items[50] && rests === 0);
      rests += held.length;
      done.push(...commit.items.filter((item) => !held.includes(item)));
      commit.end({ held });
    }
  const [older, younger] = [items[50], items[150]].map((item) => done.findIndex((one) => one === item));
  expect(older).toBeLessThan(younger ?? 0);
});

test("a contact goes after the company that it names, and keeps none of its own from going", async () => {
  const { commits, running, add, scheduler } = setUp({ slots: 4 });
  const names = () => commits.map(({ items }) => items.map(({ job }) => job).join());
  const company = (job: string) => add("bulk", 1, { job, locks: [1] });
  const contact = (job: string) => add("bulk", 1, { job, links: [1] });
  contact("contact 1");
  const held = company("company 1");
  contact("contact 2");
  contact("contact 3");
  expect(names()).toEqual(["contact 1", "company 1"]);
  commits[1]?.end({ held });
  await turn();
  contact("contact 4");
  expect(names()).toHaveLength(2);
  await passPause();
  for (; scheduler.held() > 0; await turn()) for (const commit of running) commit.end();
  expect(names().slice(2)).toEqual(["company 1", "contact 2,contact 3,contact 4"]);
});

describe("items that are kept apart", () => {
  const teamsIn = (commit: RunningCommit | undefined) => [...new Set(commit?.items.map(({ team }) => team))];

  test("are committed one team after the other, in one slot", async () => {
    const { commits, running, add, end, settled } = setUp({ slots: 1, apartOf: ({ team }) => team });
    add("interactive", 1, { team: "first" });
    for (const team of ["a", "b", "a", "c"]) add("interactive", 1, { team });
    await end();
    for (const team of ["a", "b", "c"]) {
      expect(running.size).toBe(1);
      expect(teamsIn(commits.at(-1))).toEqual([team]);
      await end();
    }
    expect(commits.map(({ items }) => items.length)).toEqual([1, 2, 1, 1]);
    expect(settled()).toBe(5);
  });

  test("keep a lock that a later one has as well, as locks are hashes", async () => {
    const { commits, add, end } = setUp({ apartOf: ({ team }) => team });
    for (const team of ["first", "second"]) add("interactive", 1, { team });
    for (const team of ["a", "b"]) add("interactive", 1, { team, locks: [7] });
    commits[0]?.end();
    await turn();
    commits[1]?.end();
    await turn();
    commits[2]?.end();
    await turn();
    // The part of team b is under way, another slot is free, and this came after both.
    add("interactive", 1, { team: "b", job: "late", locks: [7] });
    await turn();
    expect(commits.map(teamsIn)).toEqual([["first"], ["second"], ["a"], ["b"]]);
    await end();
    expect(commits.at(-1)?.items.map(({ job }) => job)).toEqual(["late"]);
  });

  test("aren't begun once it is told to stop", async () => {
    const { commits, scheduler, add, end, stop } = setUp({ slots: 1, apartOf: ({ team }) => team });
    add("interactive", 1, { team: "first" });
    const item = { lane: "interactive", job: "job", locks: [], links: [], place: 0 } as const;
    const added = ["a", "b", "c"].map((team) => scheduler.add([{ ...item, team }], "interactive"));
    const settled = Promise.allSettled(added);
    await end();
    stop();
    await end();
    expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(commits).toHaveLength(2);
  });

  test("don't fail with each other: what fails is tried again by itself", async () => {
    const { commits, running, add, end, settled, scheduler } = setUp({
      slots: 1,
      apartOf: ({ team }) => team,
    });
    add("interactive", 1, { team: "first" });
    for (const team of ["a", "b", "c"]) add("interactive", 2, { team });
    await end();
    commits.at(-1)?.fail();
    await turn();
    expect(teamsIn(commits.at(-1))).toEqual(["b"]);
    await end();
    await end();
    expect([settled(), running.size, scheduler.failing(), scheduler.held()]).toEqual([3, 0, 1, 2]);
    // What comes for that team and shares a lock waits for it, and nothing else does.
    const [failed] = commits[1]?.items ?? [];
    add("interactive", 1, { team: "a", locks: failed?.locks ?? [] });
    add("interactive", 1, { team: "d" });
    await turn();
    expect(teamsIn(commits.at(-1))).toEqual(["d"]);
    await end();
    vi.advanceTimersByTime(10_000);
    await turn();
    expect(commits.at(-1)?.items).toEqual(commits[1]?.items);
    await end();
    await end();
    expect([settled(), scheduler.failing(), scheduler.held()]).toEqual([6, 0, 0]);
  });
});

test("told to stop, it fails what rests and what follows it", async () => {
  const { commits, scheduler, stop } = setUp();
  const item = (place: number) => ({
    lane: "bulk" as const,
    team: "t",
    job: "j",
    locks: [1],
    links: [],
    place,
  });
  const one = scheduler.add([item(1)], "bulk");
  commits[0]?.fail();
  await turn();
  const two = scheduler.add([item(2)], "bulk");
  stop();
  await expect(one).rejects.toThrow("abort");
  await expect(two).rejects.toThrow("abort");
  expect([commits.length, scheduler.held(), scheduler.failing()]).toEqual([1, 0, 1]);
});
