import type { UploadJob } from "@onefold/records";

export interface JobWatcherOptions {
  /** Reads these jobs. It gives them in any order, and leaves out those that aren't there. */
  readJobs(names: readonly Pick<UploadJob, "teamId" | "jobId">[]): Promise<readonly UploadJob[]>;
  /** How often the jobs that somebody follows are looked at, in milliseconds; more often at first. Default 500. */
  readonly pollMs?: number;
  onError(error: unknown): void;
}

/** Disposing of it tells all followers that nothing more comes. */
export interface JobWatcher extends AsyncDisposable {
  /**
   * Tells of the job's changes. It compares each look with the job as it was given, or as it was told last. The last
   * call has the job's end, or undefined if nothing more can be told. Disposing of the result stops the calls.
   */
  follow(job: UploadJob, tell: Tell): Disposable;
}

type Tell = (job: UploadJob | undefined) => void;

interface Follower {
  readonly tell: Tell;
  /** The state that the follower knows. */
  state: string;
}

interface Followed {
  readonly name: Pick<UploadJob, "teamId" | "jobId">;
  readonly followers: Set<Follower>;
}

const POLL_MS = 500;
/** The pause before the first look for a new follower. It doubles up to the one above: a short upload is over soon. */
const FIRST_MS = 50;
/** The most jobs of one read. */
const TOGETHER = 500;

/**
 * Looks at all jobs that are followed, in one read, however many follow each. So many followers of many jobs take one
 * connection, and a little of its time.
 */
export function createJobWatcher(options: JobWatcherOptions): JobWatcher {
  const followed = new Map<string, Followed>();
  const longestMs = options.pollMs ?? POLL_MS;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;
  let pauseMs = longestMs;
  let isLooking = false;
  let isFailing = false;
  let isClosed = false;

  /** It waits no longer than it does already. */
  function lookSoon(): void {
    const wanted = performance.now() + pauseMs;
    if (isLooking || wanted >= dueAt) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), pauseMs);
    dueAt = wanted;
    pauseMs = Math.min(longestMs, 2 * pauseMs);
  }

  async function look(): Promise<void> {
    dueAt = Infinity;
    isLooking = true;
    try {
      const names = Array.from(followed.values(), ({ name }) => name);
      for (let from = 0; from < names.length; from += TOGETHER)
        await lookAt(names.slice(from, from + TOGETHER));
      isFailing = false;
    } catch (error) {
      // The next look asks again. The failure is told once, not twice a second.
      if (!isFailing) options.onError(error);
      isFailing = true;
    } finally {
      isLooking = false;
      if (followed.size > 0) lookSoon();
    }
  }

  async function lookAt(names: readonly Followed["name"][]): Promise<void> {
    const found = new Map((await options.readJobs(names)).map((job) => [job.jobId, job]));
    for (const { jobId } of names) tellAll(jobId, found.get(jobId));
  }

  function tellAll(jobId: string, job: UploadJob | undefined): void {
    const entry = followed.get(jobId);
    if (!entry) return;
    const state = job ? stateOfJob(job) : "";
    for (const follower of entry.followers) {
      if (follower.state === state) continue;
      follower.state = state;
      follower.tell(job);
    }
    if (!job || job.finishedAt !== undefined) forget(jobId, entry);
  }

  function forget(jobId: string, entry: Followed): void {
    if (followed.get(jobId) === entry) followed.delete(jobId);
    if (followed.size > 0) return;
    clearTimeout(timer);
    dueAt = Infinity;
  }

  function entryFor({ teamId, jobId }: UploadJob): Followed {
    const existing = followed.get(jobId);
    if (existing) return existing;
    const entry = { name: { teamId, jobId }, followers: new Set<Follower>() };
    followed.set(jobId, entry);
    return entry;
  }

  return {
    follow(job, tell) {
      if (isClosed) {
        tell(undefined);
        return { [Symbol.dispose]() {} };
      }
      const entry = entryFor(job);
      const follower = { tell, state: stateOfJob(job) };
      entry.followers.add(follower);
      pauseMs = Math.min(longestMs, FIRST_MS);
      lookSoon();
      return {
        [Symbol.dispose]() {
          entry.followers.delete(follower);
          if (entry.followers.size === 0) forget(job.jobId, entry);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      for (const [jobId, entry] of followed) {
        for (const { tell } of entry.followers) tell(undefined);
        forget(jobId, entry);
      }
      await Promise.resolve();
    },
  };
}

/** Gives a text that differs if the job differs in anything that can change. */
export function stateOfJob({ status, counts, upload, rowsTaken }: UploadJob): string {
  const { total, created, updated, unmodified, rejected, cancelled, conflicts } = counts;
  const numbers = [rowsTaken, total, created, updated, unmodified, rejected, cancelled, conflicts];
  return [status, upload, ...numbers].join("-");
}
