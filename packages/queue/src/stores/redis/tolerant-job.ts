import { Job } from "bullmq";
import type { JobJson, JobProgress } from "bullmq";

type JobQueue = Parameters<typeof Job.fromJSON>[0];

/**
 * BullMQ parses a job's data before any handler sees it. If that throws, its worker has taken the job and never lets go
 * of it: the job would stall for ever. Here such data is left out, and the chunk is handled by its name.
 */
export class TolerantJob<Data, Result, Name extends string, Progress extends JobProgress> extends Job<
  Data,
  Result,
  Name,
  Progress
> {
  static override fromJSON<T, R, N extends string>(
    queue: JobQueue,
    json: JobJson,
    jobId?: string,
  ): Job<T, R, N> {
    try {
      return super.fromJSON<T, R, N>(queue, json, jobId);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return super.fromJSON<T, R, N>(queue, { ...json, data: "null" }, jobId);
    }
  }
}
