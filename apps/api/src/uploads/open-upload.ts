import type { UploadOptions, Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import {
  claimIdempotencyKeys,
  createJob,
  findIdempotencyKey,
  missingRows,
  readColumnFields,
  readJob,
  renewIdempotencyKey,
  reopenUpload,
} from "@onefold/records";
import type {
  UploadJob,
  IdempotencyName,
  IdempotencyRow,
  IsMissing,
  JobName,
  KeyOwner,
  PlannedRows,
} from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { writing } from "../errors/writing.ts";
import type { AppContext } from "../request/app-env.ts";
import { nameItem } from "../request/name-item.ts";
import type { Services } from "../services.ts";
import { uploadStopped } from "./upload-stopped.ts";

/** How long an upload holds its job's lease without a sign. */
export const OPEN_LEASE_SECONDS = 60;

export interface UploadRequest {
  readonly entity: Entity;
  readonly options: UploadOptions;
  /** The request's Idempotency-Key, if it has one. */
  readonly key: { readonly name: IdempotencyName; readonly fingerprint: Buffer } | undefined;
}

/** The job that an upload fills, and how far an earlier request with the same key has come. */
export interface OpenUpload extends JobName {
  readonly rowsTaken: number;
  readonly rowsDigest: Buffer | undefined;
  /** The clocks of rows that may have been sent and aren't taken yet. */
  readonly planned: PlannedRows | undefined;
  /** How many of the taken rows have their receipt. */
  readonly rowsDone: number;
  /** Options and owner are those from when the job was opened, so a row that is sent again is the same. */
  readonly options: UploadOptions;
  readonly owner: Pick<KeyOwner, "userId" | "keyId">;
  /** Set if this upload repeats one of which the queue lost rows. */
  readonly repeat?: Repeat;
}

interface Repeat {
  /** Says which rows are to be taken. */
  readonly isMissing: IsMissing;
  /** The clock at which the first of all these uploads began. Who was deleted since then isn't brought back. */
  readonly since: number;
}

/** The field of each column of a CSV, null where the column is ignored. */
export type ColumnFields = readonly (string | null)[] | undefined;

/** What became of the Idempotency-Key: the upload goes on where it broke off, or is through. */
export type KnownUpload =
  | { readonly kind: "resumed"; readonly upload: OpenUpload }
  | {
      readonly kind: "complete";
      readonly job: UploadJob;
      /** Set if the job took only the rows that the queue had lost. It says which those are. */
      readonly isTaken?: IsMissing;
    };

/**
 * Finds the upload that the request repeats. It is undefined if the request is the first, or has no key.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED
 */
export async function findUpload(
  c: AppContext,
  services: Services,
  request: UploadRequest,
): Promise<KnownUpload | undefined> {
  const { db, limits } = services;
  const { key } = request;
  if (!key) return undefined;
  const maxAge = { maxAgeDays: limits.receiptRetentionDays };
  return await writing(async () => {
    const row = await findIdempotencyKey(db, key.name, maxAge);
    if (!row) return undefined;
    const name = await nameOf(services, key, row);
    c.set("jobId", name.jobId);
    // The process that wrote the row may have been killed before it wrote the job.
    await openJob(c, services, request, name);
    const isOpen = await reopenUpload(db, name, OPEN_LEASE_SECONDS);
    const job = await readJob(db, name.teamId, name.jobId);
    if (!job) throw new Error("a job that was opened is there");
    if (!isOpen) {
      // Until the job has ended, it isn't known which rows are lost: the others may still be queued.
      if (job.finishedAt === undefined || !job.counts.lost || job.status === "cancelled")
        return await completed(db, job);
      return { kind: "resumed", upload: await repeatLost(c, services, request, job) };
    }
    const { rowsTaken, rowsDigest, planned, counts, options, userId, keyId, retryOf } = job;
    const owner = { userId, keyId };
    const rowsDone = counts.total - counts.pending;
    const lost = retryOf === undefined ? undefined : await readJob(db, name.teamId, retryOf);
    const upload = { ...name, rowsTaken, rowsDigest, planned, rowsDone, options, owner };
    return { kind: "resumed", upload: lost ? { ...upload, repeat: await repeatOf(db, lost) } : upload };
  });
}

async function completed(db: Database, job: UploadJob): Promise<KnownUpload> {
  const lost = job.retryOf === undefined ? undefined : await readJob(db, job.teamId, job.retryOf);
  return { kind: "complete", job, ...(lost && { isTaken: await missingRows(db, lost) }) };
}

/** Opens a job for the rows that the job before has lost, and gives it the key, both in one transaction. */
async function repeatLost(
  c: AppContext,
  services: Services,
  { entity, key }: UploadRequest,
  lost: UploadJob,
): Promise<OpenUpload> {
  const { db } = services;
  services.producer.requireRoom("bulk");
  const { teamId, jobId, acceptedAt } = nameItem(c, services);
  const { userId, keyId } = c.get("key");
  const { options } = lost;
  const name = { teamId, jobId, acceptedAt };
  const columnFields = await readColumnFields(db, lost);
  await db.transaction().execute(async (trx) => {
    const renewed = key && (await renewIdempotencyKey(trx, key.name, { from: lost.jobId, jobId, clock: 0 }));
    if (!renewed) throw uploadStopped("another");
    const job = { ...name, entity, options, columnFields, userId, keyId, retryOf: lost.jobId };
    await createJob(trx, { ...job, leaseSeconds: OPEN_LEASE_SECONDS });
  });
  const none = { rowsTaken: 0, rowsDigest: undefined, planned: undefined, rowsDone: 0 };
  const owner = { userId, keyId };
  return { ...name, ...none, options, owner, repeat: await repeatOf(db, lost) };
}

async function repeatOf(db: Database, lost: UploadJob): Promise<Repeat> {
  const first = await firstOf(db, lost);
  return { isMissing: await missingRows(db, lost), since: first.acceptedAt * 1_000 };
}

/**
 * Gives the job of the upload that was sent first. A repeat can lose rows too, so there may be several jobs between.
 */
async function firstOf(db: Database, job: UploadJob): Promise<UploadJob> {
  const before = job.retryOf === undefined ? undefined : await readJob(db, job.teamId, job.retryOf);
  return before ? await firstOf(db, before) : job;
}

/**
 * Names a job and opens it, before its first row is taken.
 * @throws ApiError UNAVAILABLE, or UPLOAD_STOPPED where another request with this key was faster
 */
export async function beginUpload(
  c: AppContext,
  services: Services,
  request: UploadRequest,
  columnFields: ColumnFields,
): Promise<OpenUpload> {
  services.producer.requireRoom("bulk");
  const { teamId, jobId, acceptedAt } = nameItem(c, services);
  const name = { teamId, jobId, acceptedAt };
  await writing(async () => {
    if (request.key) await claim(services, request.key, jobId);
    await openJob(c, services, request, name, columnFields);
  });
  const { options } = request;
  const { userId, keyId } = c.get("key");
  const none = { rowsTaken: 0, rowsDigest: undefined, planned: undefined, rowsDone: 0 };
  return { ...name, ...none, options, owner: { userId, keyId } };
}

async function claim(
  { db, limits }: Services,
  { name, fingerprint }: NonNullable<UploadRequest["key"]>,
  jobId: string,
): Promise<void> {
  // The clock is 0, as each row gets one of its own.
  const own = { name, jobId, fingerprint, clock: 0 };
  const maxAge = { maxAgeDays: limits.receiptRetentionDays };
  const [standing] = await claimIdempotencyKeys(db, name.teamId, [own], maxAge);
  if (standing?.jobId !== jobId) throw uploadStopped("another");
}

/** Opens the job. A job that is there already is left as it is. */
async function openJob(
  c: AppContext,
  { db }: Services,
  { entity, options }: UploadRequest,
  name: JobName,
  columnFields?: ColumnFields,
): Promise<void> {
  const { userId, keyId } = c.get("key");
  const job = { ...name, entity, options, userId, keyId, columnFields };
  await createJob(db, { ...job, leaseSeconds: OPEN_LEASE_SECONDS });
}

async function nameOf(
  { jobIds, db }: Services,
  { name: { teamId }, fingerprint }: NonNullable<UploadRequest["key"]>,
  row: IdempotencyRow,
): Promise<JobName> {
  if (!row.fingerprint.equals(fingerprint)) {
    const isOpened = (await readJob(db, teamId, row.jobId)) !== undefined;
    throw otherRequest(isOpened ? row.jobId : "another request");
  }
  const read = jobIds.read(teamId, row.jobId);
  if (read) return { teamId, jobId: row.jobId, acceptedAt: read.acceptedAt };
  throw new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    "This Idempotency-Key was used before JOB_ID_SECRET was changed, and what became of it can't be told. " +
      "Nothing of this upload was taken; to send it, perhaps again, use a new key.",
  );
}

function otherRequest(jobId: string): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    `This Idempotency-Key belongs to ${jobId}, whose upload had another query or Content-Type; nothing of this ` +
      "one was taken. A new upload takes a new key.",
  );
}

/** Refuses a body that doesn't have the rows that were taken before. */
export function otherContent(jobId: string): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    `This Idempotency-Key belongs to ${jobId}, whose upload has other rows; nothing of this one was taken. The same ` +
      "upload can be sent again under it; a new one, also one with more rows, takes a new key.",
  );
}
