import type { UploadJob } from "@onefold/records";

export interface JobWatcherOptions {
  readJob(teamId: string, jobId: string): Promise<UploadJob | undefined>;
  /** How often a job is looked at that somebody follows. Default 500. */
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
  readonly followers: Set<Follower>;
  readonly timer: NodeJS.Timeout;
}

const POLL_MS = 500;

/** Looks at each job once, however many follow it; a look is one small read, whatever the job's size. */
export function createJobWatcher(options: JobWatcherOptions): JobWatcher {
  const followed = new Map<string, Followed>();
  const looking = new Set<string>();
  let isFailing = false;
  let isClosed = false;

  async function look(teamId: string, jobId: string): Promise<void> {
    if (looking.has(jobId)) return;
    looking.add(jobId);
    try {
      const job = await options.readJob(teamId, jobId);
      isFailing = false;
      tellAll(jobId, job);
    } catch (error) {
      // The next look asks again; said once, not twice a second.
      if (!isFailing) options.onError(error);
      isFailing = true;
    } finally {
      looking.delete(jobId);
    }
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
    clearInterval(entry.timer);
    if (followed.get(jobId) === entry) followed.delete(jobId);
  }

  function entryFor({ teamId, jobId }: UploadJob): Followed {
    const existing = followed.get(jobId);
    if (existing) return existing;
    const timer = setInterval(() => void look(teamId, jobId), options.pollMs ?? POLL_MS);
    const entry = { followers: new Set<Follower>(), timer };
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
