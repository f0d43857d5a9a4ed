import type {
  Entity,
  ErrorBody,
  ItemResult,
  JobLink,
  Rejected,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "@onefold/contract";
import { entityOfRecord } from "@onefold/identity";
import { presentCompanyParts, presentContactParts, presentJobLink, visibleResult } from "@onefold/present";
import type { Scoped, VisibleApplied, VisibleResult } from "@onefold/present";
import type { Receipt } from "@onefold/records";
import { errorBody } from "../errors/error-body.ts";
import { httpStatus } from "../errors/http-status.ts";
import { toldClock } from "./told-clock.ts";
import { undoUrl } from "./undo-url.ts";

export interface UpsertAnswer {
  readonly status: number;
  readonly body: UpsertContactAnswer | UpsertCompanyAnswer | ErrorBody;
}

/** Makes the answer to a single POST once its item has its receipt. Its job shows the same. */
export function presentUpsert(reader: Scoped, receipt: Receipt): UpsertAnswer {
  const { ref, result } = receipt;
  return presentResult(visibleResult(reader, result), {
    job: presentJobLink(ref.jobId, toldClock(receipt).clock),
  });
}

/** Makes the answer of a dry run: the same without a job. */
export function presentPreview(reader: Scoped, result: ItemResult): UpsertAnswer {
  return presentResult(visibleResult(reader, result), { dryRun: true });
}

/** Either there is a job to read more of, or it was a dry run. */
type Origin = { readonly job: JobLink } | { readonly dryRun: true };

function presentResult(result: VisibleResult, origin: Origin): UpsertAnswer {
  if (result.outcome === "rejected") return presentRejected(result, origin);
  if (result.outcome === "erased") return presentRejected(ERASED, origin);
  return { status: result.outcome === "created" ? 201 : 200, body: presentApplied(result, origin) };
}

/** The item was applied once, and its record was deleted since. */
const ERASED: Pick<Rejected, "code" | "message" | "details"> = {
  code: "DELETED",
  message: "This request was applied, and its record was deleted since: nothing of the answer is kept.",
};

function presentRejected(
  { code, message, details }: Pick<Rejected, "code" | "message" | "details">,
  origin: Origin,
): UpsertAnswer {
  return { status: httpStatus(code), body: { ...errorBody(code, message, details), ...origin } };
}

function presentApplied(result: VisibleApplied, origin: Origin): Answer {
  const { record, warnings, fieldRejections } = result;
  const undo = "job" in origin ? undoUrl(origin.job.id, result) : undefined;
  const around = { warnings, fieldRejections, ...origin, ...(undo !== undefined && { undoUrl: undo }) };
  return ANSWERS[entityOfRecord(record.recordId)](result, around);
}

type Answer = UpsertContactAnswer | UpsertCompanyAnswer;
type Around = Pick<Answer, "warnings" | "fieldRejections" | "undoUrl"> & Origin;

const ANSWERS: Readonly<Record<Entity, (result: VisibleApplied, around: Around) => Answer>> = {
  contact: (result, around) => ({
    success: true,
    data: {
      ...presentContactParts(result.record),
      ...presentOutcome(result),
      companyLinked: result.companyLinked,
    },
    ...around,
  }),
  company: (result, around) => ({
    success: true,
    data: { ...presentCompanyParts(result.record), ...presentOutcome(result) },
    ...around,
  }),
};

function presentOutcome({ outcome, matchedBy, changes, mergedIds }: VisibleApplied) {
  const created = outcome === "created";
  return {
    created,
    ...(!created && { updated: true as const }),
    outcome,
    ...(matchedBy !== undefined && { matchedBy }),
    changes,
    ...(mergedIds && mergedIds.length > 0 && { mergedIds }),
  };
}
