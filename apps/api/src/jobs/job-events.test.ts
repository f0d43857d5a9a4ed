import type { UploadJob } from "@onefold/records";
import { expect, onTestFinished, test, vi } from "vitest";
import { ApiError } from "../errors/api-error.ts";
import { jobEvents } from "./job-events.ts";
import { createJobWatcher } from "./job-watcher.ts";
import { untilEnded } from "./until-ended.ts";

const JOB: UploadJob = {
  teamId: "tea_1",
  jobId: "job_1",
  acceptedAt: 0,
  entity: "contact",
  userId: "usr_1",
  keyId: "key_1",
  options: { onConflict: "prefer", dryRun: false },
  upload: "complete",
  rowsTaken: 9,
  status: "queued",
  counts: {
    total: 9,
    pending: 9,
    created: 0,
    updated: 0,
    unmodified: 0,
    rejected: 0,
    cancelled: 0,
    conflicts: 0,
  },
  notes: [],
  rejections: [],
};
const READER = { scopes: ["read"] } as const;

/** Sets up a watcher of a job that can be changed between two looks. */
function setUp({ pollMs = 5 } = {}) {
  let now: UploadJob | undefined = JOB;
  let failure: Error | undefined;
  const looks: Promise<UploadJob[]>[] = [];
  const errors: unknown[] = [];
  const watcher = createJobWatcher({
    pollMs,
    onError: (error) => errors.push(error),
    readJobs: (names) => {
      const found = names.flatMap(({ jobId }) => (now ? [{ ...now, jobId }] : []));
      const look = failure ? Promise.reject(failure) : Promise.resolve(found);
      looks.push(look);
      return look;
    },
  });
  const at = (created: number, end?: "completed"): UploadJob => ({
    ...JOB,
    status: end ?? "active",
    counts: { ...JOB.counts, created, pending: 9 - created },
    ...(end && { finishedAt: 1 }),
  });
  return {
    watcher,
    at,
    errors,
    looks,
    become: (job: UploadJob | undefined) => (now = job),
    fail: (error?: Error) => (failure = error),
    /** Settles when the job was looked at this many times more, and the followers were told. */
    async looked(times: number) {
      const wanted = looks.length + times;
      while (looks.length < wanted) await new Promise((resolve) => setTimeout(resolve, 1));
      await looks.at(-1)?.catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const createdOf = (jobs: readonly (UploadJob | undefined)[]) => jobs.map((job) => job?.counts.created);

test("each follower is told of each change once, from the state that it knows, and nothing after the end", async () => {
  const { watcher, at, become, looked, looks } = setUp();
  await using _owned = watcher;
  const early: (UploadJob | undefined)[] = [];
  const late: (UploadJob | undefined)[] = [];
  using _one = watcher.follow(JOB, (job) => early.push(job));
  become(at(1));
  await looked(2);
  // This follower read the job before the last look.
  using _two = watcher.follow(JOB, (job) => late.push(job));
  await looked(2);
  become(at(9, "completed"));
  await looked(1);
  expect(createdOf(early)).toEqual([1, 9]);
  expect(createdOf(late)).toEqual([1, 9]);
  const before = looks.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(looks.length).toBe(before);
});

test("many who follow one job cost one look at a time, none after they left", async () => {
  const { watcher, looked, looks } = setUp();
  await using _owned = watcher;
  const following = Array.from({ length: 50 }, () => watcher.follow(JOB, () => {}));
  const started = performance.now();
  await looked(3);
  expect(looks.length).toBeLessThanOrEqual((performance.now() - started) / 5 + 4);
  for (const each of following) each[Symbol.dispose]();
  const before = looks.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(looks.length).toBe(before);
});

test("a new follower is told soon, one that waits for long costs a look now and then, and none puts a look off", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { watcher, looks } = setUp({ pollMs: 500 });
  await using _owned = watcher;
  const looksAfter = async (ms: number) => {
    const before = looks.length;
    await vi.advanceTimersByTimeAsync(ms);
    return looks.length - before;
  };
  const following = [watcher.follow(JOB, () => {})];
  expect([await looksAfter(60), await looksAfter(110), await looksAfter(210)]).toEqual([1, 1, 1]);
  expect(await looksAfter(5_000)).toBe(10);
  for (let times = 0; times < 10; times++) {
    following.push(watcher.follow(JOB, () => {}));
    expect(await looksAfter(10)).toBeLessThanOrEqual(1);
  }
  expect(await looksAfter(60)).toBeGreaterThanOrEqual(1);
  for (const each of following) each[Symbol.dispose]();
  expect(await looksAfter(5_000)).toBe(0);
});

test("jobs that are followed at the same time are looked at together, each told of its own", async () => {
  const { watcher, at, become, looked, looks } = setUp();
  await using _owned = watcher;
  const told: string[] = [];
  const jobs = Array.from({ length: 600 }, (_, n) => ({ ...JOB, jobId: `job_${n}` }));
  const following = jobs.map((job) => watcher.follow(job, (next) => told.push(next?.jobId ?? "")));
  become(at(3));
  await looked(3);
  expect(told.toSorted()).toEqual(jobs.map(({ jobId }) => jobId).toSorted());
  expect(await Promise.all(looks.slice(0, 2))).toMatchObject([{ length: 500 }, { length: 100 }]);
  for (const each of following) each[Symbol.dispose]();
});

test("a database that is away is said once, and the looks go on", async () => {
  const { watcher, at, become, fail, looked, errors } = setUp();
  await using _owned = watcher;
  const told: (UploadJob | undefined)[] = [];
  using _following = watcher.follow(JOB, (job) => told.push(job));
  fail(new Error("away"));
  await looked(3);
  expect(errors).toHaveLength(1);
  fail();
  become(at(2));
  await looked(2);
  expect(createdOf(told)).toEqual([2]);
});

test("a watcher that stops lets all go, also those that come later", async () => {
  const { watcher } = setUp();
  const waiting = untilEnded(watcher, JOB, 60_000, new AbortController().signal);
  const events = jobEvents(watcher, JOB, { reader: READER });
  await events.next();
  const next = events.next();
  await watcher[Symbol.asyncDispose]();
  expect(await waiting).toBe(JOB);
  expect(await next).toEqual({ done: true, value: undefined });
  expect(await untilEnded(watcher, JOB, 60_000, new AbortController().signal)).toBe(JOB);
});

test("events: the state at once, a sign of life while it is quiet, and a slow reader misses states, not the last", async () => {
  const { watcher, at, become, looked } = setUp();
  await using _owned = watcher;
  const events = jobEvents(watcher, JOB, { reader: READER, heartbeatMs: 20 });
  const first = (await events.next()).value ?? "";
  expect(first).toMatch(/^retry: 2000\nevent: progress\nid: (\S+)\ndata: \{"id":"job_1",.*\}\n\n$/);
  expect((await events.next()).value).toBe(": still here\n\n");
  for (const created of [1, 2, 3]) {
    become(at(created));
    await looked(2);
  }
  expect((await events.next()).value).toContain('"created":3');
  become(at(9, "completed"));
  await looked(1);
  expect((await events.next()).value).toContain("event: end");
  expect(await events.next()).toEqual({ done: true, value: undefined });

  // A client that has seen the state is told only that it is connected.
  const [, seen = ""] = /^id: (.*)$/m.exec(first) ?? [];
  const again = jobEvents(watcher, JOB, { reader: READER, seen });
  expect((await again.next()).value).toBe("retry: 2000\n\n");
  await again.return?.();
});

test("a reader that goes away while nothing happens ends the watch", async () => {
  const { watcher, looked, looks } = setUp();
  await using _owned = watcher;
  const events = jobEvents(watcher, JOB, { reader: READER });
  await events.next();
  const next = events.next();
  await looked(1);
  await events.return?.();
  expect((await next).done).toBe(true);
  const before = looks.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(looks.length).toBe(before);
});

test("a client whose key is revoked is told so, and nothing more", async () => {
  const { watcher, become, at } = setUp();
  await using _owned = watcher;
  const lost = new AbortController();
  const events = jobEvents(watcher, JOB, { reader: READER, lost: lost.signal });
  await events.next();
  const next = events.next();
  lost.abort(new ApiError("UNAUTHORIZED", "The API key was revoked."));
  expect((await next).value).toBe(
    'event: refused\ndata: {"success":false,"error":{"code":"UNAUTHORIZED","message":"The API key was revoked."},"message":"The API key was revoked."}\n\n',
  );
  become(at(3));
  expect(await events.next()).toEqual({ done: true, value: undefined });
});
