import { ApiError, TimeoutError } from "./errors.ts";
import type {
  BatchAcceptedAnswer,
  Job,
  JobList,
  JobResult,
  JobResults,
  operations,
} from "./generated/openapi.ts";
import { jsonOf, part, readJson } from "./http/calls.ts";
import type { Http } from "./http/create-http.ts";
import { sleep } from "./http/pauses.ts";
import type { CallOptions } from "./options.ts";
import { readPages } from "./read-pages.ts";

type ListQuery = NonNullable<operations["listJobs"]["parameters"]["query"]>;
type ResultsQuery = NonNullable<operations["getJobResults"]["parameters"]["query"]>;

export interface WaitOptions extends CallOptions {
  /** How long to wait for the end, in milliseconds. No limit by default. */
  readonly timeoutMs?: number | undefined;
  /** Called with the job as it is, each second while it goes on. */
  readonly onProgress?: ((job: Job) => void) | undefined;
}

/** Seconds: what proxies on the way let stand. */
const WAIT = 20;
const WAIT_WITH_PROGRESS = 1;
/** A page of results. */
const RESULTS = 1_000;

/** What became of requests. */
export function createJobs(http: Http) {
  const get = async (id: string, options?: CallOptions): Promise<Job> =>
    await readJson(http, `/api/jobs/${part(id)}`, {}, options);

  return {
    get,

    /** The jobs of uploads, the newest first; with `record` or `outcome` those of single requests of the last day. */
    list(query: Omit<ListQuery, "cursor"> = {}, options?: CallOptions): AsyncGenerator<Job, void> {
      return readPages<Job>((cursor) => readJson<JobList>(http, "/api/jobs", { ...query, cursor }, options));
    },

    /**
     * Waits for a job to end, also while the service is away for some time, and gives it as it is then: `status` says
     * how it ended.
     * @throws TimeoutError, ApiError, ConnectionError where that lasts too long, or the reason of the signal
     */
    async wait(id: string, { timeoutMs = Infinity, onProgress, ...options }: WaitOptions = {}): Promise<Job> {
      const until = performance.now() + timeoutMs;
      const longest = onProgress ? WAIT_WITH_PROGRESS : WAIT;
      const { attemptTimeoutMs: attemptMs, timeoutMs: requestMs, signal } = http.settingsOf(options);
      for (;;) {
        const left = until - performance.now();
        const wait = Math.max(0, Math.min(longest, Math.floor(left / 1_000)));
        const job = await readJson<Job>(
          http,
          `/api/jobs/${part(id)}`,
          { wait },
          {
            ...options,
            attemptTimeoutMs: wait * 1_000 + attemptMs,
            timeoutMs: Math.min(Math.max(left, 1_000), wait * 1_000 + requestMs),
            isUncounted: true,
          },
        );
        onProgress?.(job);
        if (job.finishedAt !== undefined) return job;
        if (performance.now() >= until) throw new TimeoutError("all", timeoutMs);
        // The last part of a second, in which the service isn't asked to wait.
        if (wait === 0) await sleep(Math.min(100, Math.max(0, until - performance.now())), signal);
      }
    },

    /** What became of each row, in the order of the upload. */
    results(
      id: string,
      query: Omit<ResultsQuery, "cursor" | "format" | "excel"> = {},
      options?: CallOptions,
    ): AsyncGenerator<JobResult, void> {
      return readPages<JobResult>((cursor) =>
        readJson<JobResults>(
          http,
          `/api/jobs/${part(id)}/results`,
          { limit: RESULTS, ...query, cursor },
          options,
        ),
      );
    },

    /** Ends a batch: rows that were applied stay, the others are not applied. */
    async cancel(id: string, options: CallOptions = {}): Promise<Job> {
      const path = `/api/jobs/${part(id)}/cancel`;
      try {
        return await http.send({ ...options, method: "POST", path, isRepeatable: true }, jsonOf<Job>);
      } catch (error) {
        // An attempt before this one may have done it.
        if (!(error instanceof ApiError) || error.code !== "JOB_ENDED") throw error;
        const job = await get(id, options);
        if (job.status === "cancelled") return job;
        throw error;
      }
    },

    /** Sends the rejected rows of a batch again, as a new job. Where the answer is lost, it isn't sent again. */
    async retry(id: string, options: CallOptions = {}): Promise<BatchAcceptedAnswer> {
      const path = `/api/jobs/${part(id)}/retry`;
      return await http.send(
        { ...options, method: "POST", path, isRepeatable: false },
        jsonOf<BatchAcceptedAnswer>,
      );
    },
  };
}

export type Jobs = ReturnType<typeof createJobs>;
