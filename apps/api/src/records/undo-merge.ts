import { UndoCompaniesMergeAnswer, UndoContactsMergeAnswer, ENTITIES } from "@onefold/contract";
import type { Entity, ErrorDetail } from "@onefold/contract";
import { undoMerge } from "@onefold/records";
import type { UndoOutcome } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json, pathParameter } from "../openapi/content.ts";
import { COMPANY } from "../openapi/samples/company.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import { SAMPLE, SAMPLE_LINK } from "../openapi/samples/ids.ts";
import { operate, OPERATION_HEADERS } from "../operate.ts";
import { presentUndo } from "../present/merge.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { knownQuery, queryNumber } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Route } from "../route.ts";

const MAX_ROW = 999_999_999;

const QUERY = {
  row: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "Which item of the job; 0 by default.", param: { example: 0 } }),
};

const around = {
  success: true as const,
  undone: true as const,
  moved: ["email", "phone"],
  kept: ["jobTitle"],
  left: [],
  job: SAMPLE_LINK,
};
const UNDONE = {
  contact: json(UndoContactsMergeAnswer, {
    ...around,
    primaryId: SAMPLE.contactId,
    restoredIds: [SAMPLE.otherContactId],
    data: CONTACT,
  }),
  company: json(UndoCompaniesMergeAnswer, {
    ...around,
    primaryId: SAMPLE.companyId,
    restoredIds: [SAMPLE.otherCompanyId],
    data: COMPANY,
  }),
};

export function undoMergeRoute(entity: Entity): Route {
  const { many, Many } = ENTITIES[entity].words;
  return defineRoute({
    method: "POST",
    path: `/api/${many}/merge/:jobId/undo`,
    scopes: ADMIN_ONLY,
    operationId: `undo${Many}Merge`,
    summary: `Take a merge of ${many} back`,
    description:
      "Whatever was posted since: identifiers, links and ids go back, and each record has the values that it had. A field " +
      "that was written since stays with the survivor (`kept`). An opt-out or opt-in given since holds for all of them. " +
      "The records are noted as different: no upsert merges them from then on. Refused once the record was deleted, " +
      "once it was merged again (`details` names that merge), or where a record would have no identifier.",
    request: {
      params: {
        jobId: pathParameter("The job of the merge, or of an upsert with `onConflict=merge`.", SAMPLE.jobId),
      },
      query: QUERY,
      headers: OPERATION_HEADERS,
    },
    answers: { 200: answer("Taken back.", UNDONE[entity], REPLAYED_HEADER) },
    errors: [
      "INVALID_REQUEST",
      "NOT_FOUND",
      "UNDO_REFUSED",
      "JOB_EXPIRED",
      "DELETED",
      "IDEMPOTENCY_KEY_REUSED",
    ],
    async handle(c, services) {
      knownQuery(c, QUERY);
      const row = queryNumber(c, "row", MAX_ROW) ?? 0;
      const { jobId } = readJobId(c, services, c.req.param("jobId"));
      const undone = await operate(c, services, (operation) =>
        undoMerge(services.slow.of(c), operation, { entity, jobId, row }),
      );
      const { outcome, headers } = undone;
      if (outcome.kind === "not-found") throw notFound("merge");
      if (outcome.kind === "refused") throw refused(outcome);
      return reply(c, 200, presentUndo(entity, outcome, undone.jobId), headers);
    },
  });
}

function refused({ reason }: Extract<UndoOutcome, { kind: "refused" }>): ApiError {
  const details: ErrorDetail[] = [{ path: "", code: "UNDO_REFUSED", message: reason }];
  const message = `This merge can't be taken back now. ${reason} Nothing was changed.`;
  return new ApiError("UNDO_REFUSED", message, { details });
}
