import { ApiError } from "../errors.ts";
import type { JobResult, UpsertCompanyAnswer, UpsertContactAnswer } from "../generated/openapi.ts";
import type { GatheredRow } from "./gather.ts";

/** What became of a row. */
export interface UpsertResult<Row> extends Pick<JobResult, Told> {
  /** Its place among all rows, from 0. */
  readonly index: number;
  readonly row: Row;
  /** `rejected`: `code` and `message` say why. `cancelled`: its job was cancelled before it was applied. */
  readonly outcome: JobResult["outcome"] | "cancelled";
  readonly jobId?: string | undefined;
}

const TOLD = [
  "clock",
  "recordId",
  "matchedBy",
  "changes",
  "warnings",
  "fieldRejections",
  "mergedIds",
  "undoUrl",
  "erased",
  "code",
  "message",
  "details",
] as const satisfies readonly (keyof JobResult)[];
type Told = (typeof TOLD)[number];

/** The result of a row of a job. */
export function resultOfRow<Row>(
  { index, row }: GatheredRow<Row>,
  jobId: string,
  result: JobResult | undefined,
): UpsertResult<Row> {
  if (!result) return { index, row, jobId, outcome: "cancelled" };
  const told: Pick<JobResult, Told> = {};
  for (const name of TOLD) if (result[name] !== undefined) Object.assign(told, { [name]: result[name] });
  // The line is one of the batch, which nobody but this client has seen.
  const message = told.message?.replace(/^Line \d+: /, "");
  return { index, row, outcome: result.outcome, jobId, ...told, ...(message !== undefined && { message }) };
}

/** The result of a row that was a request of its own. */
export function resultOfAnswer<Row>(
  { index, row }: GatheredRow<Row>,
  { data, warnings, fieldRejections, job, undoUrl }: UpsertContactAnswer | UpsertCompanyAnswer,
): UpsertResult<Row> {
  const { outcome, matchedBy, changes, mergedIds, _id: recordId } = data;
  return {
    index,
    row,
    outcome,
    recordId,
    changes,
    ...(matchedBy && { matchedBy }),
    ...(mergedIds && { mergedIds }),
    ...(warnings.length > 0 && { warnings }),
    ...(fieldRejections.length > 0 && { fieldRejections }),
    ...(undoUrl !== undefined && { undoUrl }),
    ...(job && { jobId: job.id }),
    ...(job?.clock !== undefined && { clock: job.clock }),
  };
}

/** The result of a row that was refused. */
export function resultOfRefusal<Row>(
  { index, row }: GatheredRow<Row>,
  { code, message, details, job }: RowRefusal,
): UpsertResult<Row> {
  return {
    index,
    row,
    outcome: "rejected",
    code,
    message,
    ...(details.length > 0 && { details: [...details] }),
    ...(job && { jobId: job.id }),
  };
}

export type RowRefusal = ApiError & { readonly code: NonNullable<JobResult["code"]> };

const OF_ROWS: ReadonlySet<number> = new Set([400, 409, 410, 413, 422]);

/** Whether it is the row that was refused, and not who sends it. */
export function isOfRow(error: unknown): error is RowRefusal {
  return (
    error instanceof ApiError &&
    OF_ROWS.has(error.status) &&
    error.code !== undefined &&
    error.code !== "IDEMPOTENCY_KEY_REUSED" &&
    error.code !== "INVALID_REQUEST"
  );
}

/** Whether nothing was accepted: the request itself was at fault, and there is no job of it. */
export function isBeforeAcceptance({ status, job }: RowRefusal): boolean {
  return status === 400 && job === undefined;
}
