import type { Rejected } from "@onefold/contract";
import { presentJobLink } from "@onefold/present";
import { createJob, createPauses, endUpload, readJob } from "@onefold/records";
import type { UploadJob, JobName } from "@onefold/records";
import { watchKey } from "../auth/watch-key.ts";
import { createJudge } from "../uploads/judge-rows.ts";
import type { Verdict } from "../uploads/judge-rows.ts";
import { OPEN_LEASE_SECONDS } from "../uploads/open-upload.ts";
import { takeWindows } from "../uploads/take-windows.ts";
import type { Taking } from "../uploads/take-windows.ts";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { writing } from "../errors/writing.ts";
import type { AppContext } from "../request/app-env.ts";
import { nameItem } from "../request/name-item.ts";
import { requireHandling } from "../request/upsert-options.ts";
import type { Services } from "../services.ts";
import { rejectedRows } from "./rejected-rows.ts";
import type { RejectedRow } from "./rejected-rows.ts";

/** The job of the rows that another job rejected, and how many of them were taken. */
export interface Retried {
  readonly job: UploadJob;
  readonly rows: Taking["counts"] & { readonly notKept: number };
}

/**
 * Sends the rejected rows of a job again, as a new job with the same options. They go the way of an upload, except that
 * they come from receipts. They are judged anew, so what was registered or created since then counts.
 * @throws ApiError FORBIDDEN, JOB_NOT_ENDED, NOTHING_TO_RETRY, UNAVAILABLE
 */
export async function retryJob(c: AppContext, services: Services, old: UploadJob): Promise<Retried> {
  requireHandling(c, old.options);
  if (old.finishedAt === undefined)
    throw new ApiError("JOB_NOT_ENDED", "The job hasn't ended yet: retry it after its end.");
  const { db, producer, uploads } = services;
  using slot = uploads.enter(c.get("key"), c.env.incoming.socket);
  using _watch = watchKey(c, services.keys, slot.abort);
  let notKept = 0;
  const rows = rejectedRows(services.slow.of(c), old, () => notKept++);
  let next = await reading(() => rows.next());
  if (next.done) throw nothingToRetry(notKept);
  producer.requireRoom("bulk");

  const job = await openRetry(c, services, old);
  await using taking = takeRejected(c, services, { old, job, signal: slot.signal });
  const pauses = createPauses();
  try {
    while (!next.done) {
      slot.signal.throwIfAborted();
      await taking.add(next.value);
      if (pauses.isDue()) await pauses.take();
      next = await rows.next();
    }
    await taking.finish();
    return await reading(async () => {
      await endUpload(db, job, { leaseSeconds: 0 });
      return { job: await readOpened(services, job), rows: { ...taking.counts, notKept } };
    });
  } catch (error) {
    throw await brokenOff(services, job, error);
  }
}

function nothingToRetry(notKept: number): ApiError {
  const why =
    notKept === 0
      ? "The job has no rejected rows"
      : "Nothing is kept of what the job's rejected rows gave, as its results say";
  return new ApiError("NOTHING_TO_RETRY", `${why}: there is nothing to retry.`);
}

async function openRetry(c: AppContext, { db, jobIds, clock }: Services, old: UploadJob): Promise<JobName> {
  const { userId, keyId } = c.get("key");
  const { teamId, jobId, acceptedAt } = nameItem(c, { jobIds, clock });
  const job = { teamId, jobId, acceptedAt };
  const { entity, options, jobId: retryOf } = old;
  await writing(() =>
    createJob(db, { ...job, entity, options, userId, keyId, retryOf, leaseSeconds: OPEN_LEASE_SECONDS }),
  );
  return job;
}

interface TakeRejected {
  readonly old: UploadJob;
  readonly job: JobName;
  readonly signal: AbortSignal;
}

interface TakingRejected extends AsyncDisposable {
  add(row: RejectedRow): Promise<void>;
  finish(): Promise<void>;
  readonly counts: Taking["counts"];
}

function takeRejected(c: AppContext, services: Services, { old, job, signal }: TakeRejected): TakingRejected {
  const key = c.get("key");
  const judge = createJudge(services, old.entity, key, old.options);
  let current: RejectedRow | undefined;
  const taking = takeWindows(services, {
    upload: {
      ...job,
      rowsTaken: 0,
      rowsDigest: undefined,
      planned: undefined,
      rowsDone: 0,
      options: old.options,
      owner: key,
    },
    keyId: key.keyId,
    entity: old.entity,
    preamble: `retry of ${old.jobId}`,
    judge: async (upload) => retried(old, current, await judge(upload)),
    signal,
  });
  return {
    add: async (rejected) => {
      current = rejected;
      await taking.add(rejected.upload);
    },
    finish: () => taking.finish(),
    counts: taking.counts,
    [Symbol.asyncDispose]: () => taking[Symbol.asyncDispose](),
  };
}

/**
 * Gives the row its clock of before. So a person who was deleted since then isn't brought back, even if the row was
 * read a moment before the deletion. A message names the row of the old job instead of the line: nobody has that
 * upload's lines at hand.
 */
function retried({ jobId }: UploadJob, before: RejectedRow | undefined, verdict: Verdict): Verdict {
  if (!before) throw new Error("a row is judged as it is added");
  const { row, clock: retryOf } = before;
  if (!("rejected" in verdict)) return { upsert: { ...verdict.upsert, retryOf } };
  const message = verdict.rejected.message.replace(/^Line \d+:/, `Row ${row} of ${jobId}:`);
  return { rejected: { ...verdict.rejected, message } satisfies Rejected, retryOf };
}

async function readOpened({ db }: Services, { teamId, jobId }: JobName): Promise<UploadJob> {
  const job = await readJob(db, teamId, jobId);
  if (!job) throw new Error("a job that was opened is there");
  return job;
}

/** Ends the job with the rows that were taken. */
async function brokenOff({ db, log }: Services, job: JobName, error: unknown): Promise<unknown> {
  const problem = error instanceof ApiError ? error.message : "Something went wrong in the service.";
  // If this fails, the job's lease runs out.
  await endUpload(db, job, { problem, leaseSeconds: 0 }).catch((cause: unknown) =>
    log.warn({ err: cause, jobId: job.jobId }, "a retry's end was not noted"),
  );
  if (!(error instanceof ApiError)) return error;
  return new ApiError(error.code, `${error.message} Rows that were taken are in ${job.jobId}.`, {
    headers: error.headers,
    cause: error.cause,
    extra: { job: presentJobLink(job.jobId) },
  });
}
