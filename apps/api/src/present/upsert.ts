import type {
  Applied,
  ErrorBody,
  JobLink,
  Rejected,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "@onefold/contract";
import { companyDefinition } from "@onefold/identity";
import type { StoredReceipt } from "@onefold/records";
import { errorBody } from "../errors/error-body.ts";
import { httpStatus } from "../errors/http-status.ts";
import { presentCompanyParts } from "./company.ts";
import { presentContactParts } from "./contact.ts";
import { presentJobLink } from "./job-link.ts";

export interface UpsertAnswer {
  readonly status: number;
  readonly body: UpsertContactAnswer | UpsertCompanyAnswer | ErrorBody;
}

/** What a single POST answers once its item has its receipt; its job shows the same. */
export function presentUpsert({ ref, result }: StoredReceipt): UpsertAnswer {
  const job = presentJobLink(ref.jobId);
  if (result.outcome === "rejected") return presentRejected(result, job);
  return { status: result.outcome === "created" ? 201 : 200, body: presentApplied(result, job) };
}

function presentRejected({ code, message, details }: Rejected, job: JobLink): UpsertAnswer {
  return { status: httpStatus(code), body: { ...errorBody(code, message, details), job } };
}

function presentApplied(result: Applied, job: JobLink): UpsertContactAnswer | UpsertCompanyAnswer {
  const { record, outcome, matchedBy, changes, warnings, fieldRejections } = result;
  const created = outcome === "created";
  const upsert = {
    created,
    ...(!created && { updated: true as const }),
    outcome,
    ...(matchedBy !== undefined && { matchedBy }),
    changes,
  };
  const around = { warnings, fieldRejections, job };
  if (record.recordId.startsWith(companyDefinition.idPrefix))
    return { success: true, data: { ...presentCompanyParts(record), ...upsert }, ...around };
  const companyLinked = record.companyId !== undefined;
  return { success: true, data: { ...presentContactParts(record), ...upsert, companyLinked }, ...around };
}
