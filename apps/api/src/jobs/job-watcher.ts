import type { UploadJob } from "@onefold/records";

export interface JobWatcherOptions {
  /** In any order, without those that aren't there. */
  readJobs(names: readonly Pick<UploadJob, "teamId" | "jobId">[]): Promise<readonly UploadJob[]>;
  /** How often the jobs are looked at that somebody follows. Default 500. */
  readonly pollMs?: number;
  onError(error: unknown): void;
}

/** Disposed of, it tells all followers that nothing more comes. */
export interface JobWatcher extends AsyncDisposable {
  /**
   * Tells of the job's changes: after each look that finds it other than as it was given, or was told last. The last
   * one is the end, or undefined where nothing more can be told. Disposing of it ends that.
   */
  follow(job: UploadJob, tell: Tell): Disposable;
}

type Tell = (job: UploadJob | undefined) => void;

interface Follower {
  readonly tell: Tell;
  /** What it knows. */
  state: string;
}

interface Followed {
  readonly name: Pick<UploadJob, "teamId" | "jobId">;
  readonly followers: Set<Follower>;
}

const POLL_MS = 500;
/** Jobs of one read at most. */
const TOGETHER = 500;

/**
 * Looks at all jobs that are followed together, at each once, however many follow it: so many who follow many jobs take
 * one connection, and a little of its time.
 */
export function createJobWatcher(options: JobWatcherOptions): JobWatcher {
  const followed = new Map<string, Followed>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isFailing = false;
  let isClosed = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      const names = Array.from(followed.values(), ({ name }) => name);
      for (let from = 0; from < names.length; from += TOGETHER)
        await lookAt(names.slice(from, from + TOGETHER));
      isFailing = false;
    } catch (error) {
      // The next look asks again; said once, not twice a second.
      if (!isFailing) options.onError(error);
      isFailing = true;
    } finally {
      isLooking = false;
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
    clearInterval(timer);
    timer = undefined;
  }

  function entryFor({ teamId, jobId }: UploadJob): Followed {
    const existing = followed.get(jobId);
    if (existing) return existing;
    const entry = { name: { teamId, jobId }, followers: new Set<Follower>() };
    followed.set(jobId, entry);
    timer ??= setInterval(() => void look(), options.pollMs ?? POLL_MS);
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

/** Differs where the job differs in anything that can change. */
export function stateOfJob({ status, counts, upload, rowsTaken }: UploadJob): string {
  const { total, created, updated, unmodified, rejected, cancelled, conflicts } = counts;
  const numbers = [rowsTaken, total, created, updated, unmodified, rejected, cancelled, conflicts];
  return [status, upload, ...numbers].join("-");
}
