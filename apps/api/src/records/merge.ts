import {
  MergeCompaniesAnswer,
  MergeCompaniesRequest,
  MergeContactsAnswer,
  MergeContactsRequest,
  ENTITIES,
} from "@onefold/contract";
import type { Entity, ErrorDetail } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { mergeRecords } from "@onefold/records";
import type { MergeOutcome } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { COMPANY } from "../openapi/samples/company.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import { SAMPLE, SAMPLE_LINK } from "../openapi/samples/ids.ts";
import { operate, OPERATION_HEADERS } from "../operate.ts";
import { presentMerge } from "../present/merge.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { flag, knownQuery, queryFlag } from "../request/query.ts";
import { parseBody, readBytes } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { parseMerge, repeated } from "../validate/merge-request.ts";
import { validationError } from "../validate/validation-error.ts";

const REQUESTS = {
  contact: json(MergeContactsRequest, {
    primaryId: SAMPLE.contactId,
    secondaryIds: ["j.example@example.com"],
  }),
  company: json(MergeCompaniesRequest, {
    primaryId: SAMPLE.companyId,
    secondaryIds: [SAMPLE.otherCompanyId],
  }),
};

const MERGED = {
  contact: json(MergeContactsAnswer, {
    success: true,
    merged: true,
    primaryId: SAMPLE.contactId,
    mergedIds: [SAMPLE.otherContactId],
    remainingIds: [],
    rejectedFields: [
      {
        field: "jobTitle",
        reason: "stale",
        rejectedValue: "VP Engineering",
        conflictingRecordId: SAMPLE.otherContactId,
      },
    ],
    data: { ...CONTACT, emails: [...CONTACT.emails, { value: "j.example@example.com" }] },
    job: SAMPLE_LINK,
    undoUrl: `/api/contacts/merge/${SAMPLE.jobId}/undo`,
  }),
  company: json(MergeCompaniesAnswer, {
    success: true,
    merged: true,
    primaryId: SAMPLE.companyId,
    mergedIds: [SAMPLE.otherCompanyId],
    remainingIds: [],
    data: COMPANY,
    job: SAMPLE_LINK,
    undoUrl: `/api/companies/merge/${SAMPLE.jobId}/undo`,
  }),
};

const QUERY = { dryRun: flag("`true`: the same answer, and nothing is written.") };

export function mergeRoute(entity: Entity): Route {
  const { words, codes } = ENTITIES[entity];
  const { many, Many } = words;
  return defineRoute({
    method: "POST",
    path: `/api/${many}/merge`,
    scopes: ADMIN_ONLY,
    operationId: `merge${Many}`,
    summary: `Merge ${many} into one`,
    description:
      "All or nothing. The survivor's own values stand, and what it lacks is taken from the others in their " +
      "order; their identifiers lead to the survivor from then on, and their ids answer as it. The same " +
      "request again answers the same.",
    request: { query: QUERY, headers: OPERATION_HEADERS, body: REQUESTS[entity] },
    answers: {
      200: answer("Merged; after a dry run, what it would come to.", MERGED[entity], REPLAYED_HEADER),
    },
    errors: [
      "INVALID_REQUEST",
      codes.invalidId,
      "INVALID_JSON",
      "NOT_FOUND",
      "MERGE_TOO_LARGE",
      "DELETED",
      "413",
      "415",
      "IDEMPOTENCY_KEY_REUSED",
    ],
    async handle(c, services) {
      knownQuery(c, QUERY);
      const dryRun = queryFlag(c, "dryRun");
      const body = await readBytes(c, services.limits);
      const names = parseMerge(entity, parseBody(body));
      const { outcome, jobId, headers } = await operate(
        c,
        services,
        (operation) => mergeRecords(services.slow.of(c), operation, { entity, ...names, dryRun }),
        { body, dryRun },
      );
      if (outcome.kind !== "merged") throw refusal(entity, outcome);
      return reply(c, 200, presentMerge(entity, outcome, dryRun ? undefined : jobId), headers);
    },
  });
}

type Refused = Exclude<MergeOutcome, { kind: "merged" }>;

function refusal(entity: Entity, outcome: Refused): ApiError {
  if (outcome.kind === "not-found") return missing(entity, outcome.missing);
  if (outcome.kind === "too-large") return tooLarge(entity, outcome);
  if (outcome.kind === "too-long") return tooLong(entity, outcome);
  return validationError(outcome.repeated.map((index) => repeated(pathOf(index))));
}

/** Says which records are missing. Another team's record is missing too. */
function missing(entity: Entity, indexes: readonly number[]): ApiError {
  const details = indexes
    .toSorted((a, b) => a - b)
    .map((index): ErrorDetail => {
      const path = pathOf(index);
      return { path, code: "NOT_FOUND", message: `${path} names no ${entity}.` };
    });
  const paths = details.map(({ path }) => path).join(", ");
  return new ApiError("NOT_FOUND", `There is no such ${entity}: ${paths}. Nothing was merged.`, { details });
}

/** Names the place of a record in the body. `MergeOutcome` counts from -1, which is the primary. */
function pathOf(index: number): string {
  return index < 0 ? "primaryId" : `secondaryIds[${index}]`;
}

function tooLarge(
  entity: Entity,
  { identifiers, count, max }: Extract<Refused, { kind: "too-large" }>,
): ApiError {
  const kind = definitionOf(entity).identifiers.find((each) => each.kind === identifiers);
  return new ApiError(
    "MERGE_TOO_LARGE",
    `Together they have ${count} ${kind?.several ?? identifiers}, and a ${entity} can have ${max}. Nothing was merged.`,
  );
}

function tooLong(entity: Entity, { count, max }: Extract<Refused, { kind: "too-long" }>): ApiError {
  return new ApiError(
    "MERGE_TOO_LARGE",
    `Together their fields take ${count} characters, and a ${entity} can hold ${max}. Nothing was merged.`,
  );
}
