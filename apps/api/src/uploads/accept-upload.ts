import type { CsvReading, ErrorCode, Entity } from "@onefold/contract";
import { presentJobLink, seesAll } from "@onefold/present";
import { createPauses, endUpload, listFields, readColumnFields, readJob } from "@onefold/records";
import type { UploadJob } from "@onefold/records";
import { watchKey } from "../auth/watch-key.ts";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { presentUpload } from "../present/upload-accepted.ts";
import type { AppContext } from "../request/app-env.ts";
import { readIdempotencyKey } from "../request/idempotency-key.ts";
import { queryPairs } from "../request/query.ts";
import { idempotencyName } from "../request/idempotency-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { readUploadFormat } from "./upload-format.ts";
import type { UploadFormat } from "./upload-format.ts";
import { readUploadQuery } from "./upload-query.ts";
import type { UploadQuery } from "./upload-query.ts";
import { withoutMark } from "./rows/byte-stages.ts";
import { openCsv } from "./open-csv.ts";
import { jsonRows } from "./rows/json-rows.ts";
import { ndjsonRows } from "./rows/ndjson-rows.ts";
import type { UploadRow } from "./rows/upload-row.ts";
import { createJudge } from "./judge-rows.ts";
import { requireSameBody } from "./compare-upload.ts";
import { beginUpload, findUpload, otherContent } from "./open-upload.ts";
import type { ColumnFields, OpenUpload, UploadRequest } from "./open-upload.ts";
import { readUpload } from "./read-upload.ts";
import { takeWindows } from "./take-windows.ts";
import type { Taking } from "./take-windows.ts";
import type { UploadSlot } from "./uploads.ts";

/** How long an upload that broke off can be sent again. Its key is kept at least as long. */
const BROKEN_LEASE_SECONDS = 24 * 3_600;

/**
 * Takes an upload. Its rows are read, judged and queued as they arrive, no faster than the workers apply them, and a
 * few thousand at a time are in memory. The job notes how far it came, so the same upload under the same
 * Idempotency-Key goes on from there.
 */
export async function acceptUpload(c: AppContext, services: Services, entity: Entity): Promise<Response> {
  const { incoming } = c.env;
  const format = readUploadFormat(incoming.headers);
  const query = readUploadQuery(c, entity, format);
  const request = uploadRequest(c, services, entity, format, query);
  using slot = services.uploads.enter(c.get("key"), incoming.socket, nameOf(request));
  using _watch = watchKey(c, services.keys, slot.abort);

  const known = await findUpload(c, services, request);
  if (known?.kind === "complete") {
    if (known.job.upload === "broken" && known.job.status !== "cancelled") throw endedEarly(known.job);
    await using source = openSource(c, services, entity, { format, query, slot, before: known.job });
    await requireSameBody(known, source).catch((error: unknown) => {
      // The first upload could be read to its end. A body that can't be read isn't the same.
      throw isOfContent(error) ? otherContent(known.job.jobId) : error;
    });
    return replayed(c, known.job, source.csv());
  }
  const resumed = known?.upload;
  await using source = openSource(c, services, entity, { format, query, slot, before: resumed });
  const pauses = createPauses();
  let opened: Opened | undefined;
  let index = 0;
  let skipped = 0;
  try {
    for await (const rows of source.rows) {
      for (const row of rows) {
        opened ??= await open();
        const { taking, upload } = opened;
        if (upload.repeat && !(await upload.repeat.isMissing(index++))) skipped++;
        else await taking.add(row);
        if (pauses.isDue()) await pauses.take();
      }
      // Other requests must be answered even while rows come as fast as they can be read.
      await pauses.take();
    }
    opened ??= await open();
    const { upload, taking } = opened;
    await taking.finish();
    const job = await reading(async () => {
      await endUpload(services.db, upload, { leaseSeconds: 0, csv: source.csv() });
      return await readJob(services.db, upload.teamId, upload.jobId);
    });
    if (!job) throw new Error("the job of an upload is there");
    const read = taking.counts.read + skipped;
    return accepted(
      c,
      job,
      { ...taking.counts, read, takenBefore: upload.rowsTaken + skipped },
      source.csv(),
    );
  } catch (error) {
    const upload = opened?.upload ?? resumed;
    if (!upload) throw error;
    throw await brokenOff(services, request, { upload, taking: opened?.taking, error });
  } finally {
    await opened?.taking[Symbol.asyncDispose]();
  }

  /** The job is opened when the first row is there, so a body that can't be read at all leaves no job. */
  async function open(): Promise<Opened> {
    const upload = resumed ?? (await beginUpload(c, services, request, source.columnFields()));
    const { teamId, options, owner, repeat } = upload;
    const taking = takeWindows(services, {
      upload,
      keyId: owner.keyId,
      entity,
      preamble: source.preamble(),
      judge: createJudge(
        services,
        entity,
        { teamId, ...owner, scopes: c.get("key").scopes },
        { ...options, retryOf: repeat?.since },
      ),
      signal: slot.signal,
    });
    return { upload, taking };
  }
}

/** Names the upload, if it has an Idempotency-Key. */
function nameOf({ key }: UploadRequest): string | undefined {
  return key && `${key.name.teamId} ${key.name.route} ${key.name.keyHash.toString("hex")}`;
}

interface Opened {
  readonly upload: OpenUpload;
  readonly taking: Taking;
}

/** Describes the request. A repeat has the same route, query and kind of body; its rows are compared as they come. */
function uploadRequest(
  c: AppContext,
  { idempotency: { hashes } }: Services,
  entity: Entity,
  { kind, isGzip, charset, delimiter }: UploadFormat,
  { options }: UploadQuery,
): UploadRequest {
  const key = readIdempotencyKey(c.req.header("idempotency-key"));
  // A dry run writes nothing, so it can be asked again: each says what is so now.
  if (key === undefined || options.dryRun) return { entity, options, key: undefined };
  const name = idempotencyName(c, hashes, key);
  const body = Buffer.from(JSON.stringify({ kind, isGzip, charset, delimiter }));
  return { entity, options, key: { name, fingerprint: hashes.fingerprint({ body, query: queryPairs(c) }) } };
}

/** Reads the rows. Disposing of it lets go of the body, wherever the reading ended. */
interface Source extends AsyncDisposable {
  readonly rows: AsyncIterable<readonly UploadRow[]>;
  /** Says how the CSV is read, once its header is read. */
  csv(): CsvReading | undefined;
  columnFields(): ColumnFields;
  preamble(): string;
}

interface SourceOptions {
  readonly format: UploadFormat;
  readonly query: UploadQuery;
  readonly slot: UploadSlot;
  /** The job of an earlier request with the same key. Columns mean what they meant to it. */
  readonly before: Pick<UploadJob, "teamId" | "jobId"> | undefined;
}

function openSource(
  c: AppContext,
  services: Services,
  entity: Entity,
  { format, query, slot, before: job }: SourceOptions,
): Source {
  const { isGzip, kind } = format;
  const bytes = readUpload(c.env.incoming, { isGzip, slot, maxBytes: services.limits.uploadMaxBytes });
  const letGo = { [Symbol.asyncDispose]: async () => void (await bytes.return()) };
  if (kind === "json" || kind === "ndjson") {
    const read = kind === "json" ? jsonRows : ndjsonRows;
    const none = { csv: () => undefined, columnFields: () => undefined };
    return { rows: read(withoutMark(bytes)), ...none, preamble: () => kind, ...letGo };
  }
  const csv = openCsv(bytes, {
    entity,
    format,
    query,
    maySeeFields: seesAll(c.get("key")),
    // These have their labels, which the registry's cache doesn't hold.
    listFields: () => reading(() => listFields(services.db, c.get("key").teamId)),
    readBefore: async () => job && (await reading(() => readColumnFields(services.db, job))),
  });
  return { ...csv, ...letGo };
}

function accepted(
  c: AppContext,
  job: UploadJob,
  rows: Taking["counts"] & { takenBefore: number },
  csv: CsvReading | undefined,
): Response {
  const body = presentUpload(job, rows, csv);
  return reply(c, 202, body, { Location: body.job.url });
}

/** Answers an upload whose rows were all sent before. */
function replayed(c: AppContext, job: UploadJob, csv: CsvReading | undefined): Response {
  const read = job.rowsTaken;
  const body = presentUpload(job, { read, takenBefore: read, accepted: 0, rejected: 0 }, csv);
  return reply(c, 202, body, { Location: body.job.url, "Idempotent-Replayed": "true" });
}

/** Refuses a repeat. If it were answered as accepted, the client would never learn of the rows that weren't taken. */
function endedEarly({ jobId, uploadProblem = "" }: UploadJob): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    `The upload under this Idempotency-Key has ended before its end, with ${jobId}: ${uploadProblem} What came before ` +
      "that is in the job; all of it, mended, is a new upload and takes a new key.",
    { extra: { job: presentJobLink(jobId) } },
  );
}

interface BrokenOff {
  readonly upload: OpenUpload;
  readonly taking: Taking | undefined;
  readonly error: unknown;
}

/**
 * Ends an upload that broke off. Rows that were read whole are taken all the same. The rest can be sent again if the
 * upload has a key.
 */
async function brokenOff(
  services: Services,
  { key }: UploadRequest,
  { upload, taking, error }: BrokenOff,
): Promise<unknown> {
  const { db, log } = services;
  const unfinished = await taking?.finish().then(
    () => undefined,
    (cause: unknown) => cause,
  );
  // The content is at fault only if this request got as far, and all rows before are taken.
  const isMalformed = taking?.isSame === true && unfinished === undefined && isOfContent(error);
  if (!isStopped(error) && !isStopped(unfinished)) {
    const problem = error instanceof ApiError ? error.message : "Something went wrong in the service.";
    const end = isMalformed
      ? { problem, leaseSeconds: 0, rowsTaken: taking.taken }
      : { problem, leaseSeconds: key ? BROKEN_LEASE_SECONDS : 0 };
    // If this fails, the job's lease runs out.
    await endUpload(db, upload, end).catch((cause: unknown) =>
      log.warn({ err: cause, jobId: upload.jobId }, "an upload's end was not noted"),
    );
  }
  if (!(error instanceof ApiError)) return error;
  const taken = taking?.taken ?? upload.rowsTaken;
  const saysItself = SAY_THEMSELVES.has(error.code);
  const advice = isMalformed ? MEND : key && !saysItself ? GO_ON : "";
  return new ApiError(error.code, `${error.message} ${whatStays(taken)}${advice}`, {
    ...(error.details && { details: error.details }),
    headers: error.headers,
    cause: error.cause,
    extra: { job: presentJobLink(upload.jobId) },
  });
}

/** The messages of these codes say what can be done, or there is nothing to do. */
const SAY_THEMSELVES: ReadonlySet<ErrorCode> = new Set([
  "IDEMPOTENCY_KEY_REUSED",
  "UPLOAD_STOPPED",
  "UNAUTHORIZED",
  "FORBIDDEN",
]);

/** Says whether the content is at fault: the same body would break off there again. */
function isOfContent(error: unknown): boolean {
  return error instanceof ApiError && ["INVALID_JSON", "INVALID_CSV", "BODY_TOO_LARGE"].includes(error.code);
}

/** Says whether the upload was stopped. Then it isn't for this request to end it. */
function isStopped(error: unknown): boolean {
  return error instanceof ApiError && error.code === "UPLOAD_STOPPED";
}

function whatStays(taken: number): string {
  return `${taken} ${taken === 1 ? "row is" : "rows are"} taken; the job has ${taken === 1 ? "it" : "them"}.`;
}

const GO_ON = " Send the upload again with the same Idempotency-Key to go on.";
const MEND = " The job ends with that: mend the file, and send it as a new upload.";
