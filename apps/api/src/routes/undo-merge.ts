import type { Entity, ErrorDetail } from "@onefold/contract";
import { undoMerge } from "@onefold/records";
import type { UndoOutcome } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { operate } from "../operate.ts";
import { presentUndo } from "../present/merge.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery, queryNumber } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

const MAX_ROW = 999_999_999;

/**
 * `POST /api/contacts/merge/{jobId}/undo` and its twin for companies. The job is that of the merge, or of an
 * upsert with `onConflict=merge`; `?row=` names one of its items.
 */
export function undoMergeRoute(
  services: Services,
  entity: Entity,
): Handler<AppEnv, `/api/${string}/merge/:jobId/undo`> {
  return async (c) => {
    knownQuery(c, ["row"]);
    const row = queryNumber(c, "row", MAX_ROW) ?? 0;
    const { jobId } = readJobId(c, services, c.req.param("jobId"));
    const undone = await operate(c, services, (operation) =>
      undoMerge(services.slow.of(c), operation, { entity, jobId, row }),
    );
    const { outcome, headers } = undone;
    if (outcome.kind === "not-found") throw notFound("merge");
    if (outcome.kind === "refused") throw refused(outcome);
    return reply(c, 200, presentUndo(entity, outcome, undone.jobId), headers);
  };
}

function refused({ reasons }: Extract<UndoOutcome, { kind: "refused" }>): ApiError {
  const details = reasons.map((reason): ErrorDetail => ({ ...reason, code: "UNDO_REFUSED" }));
  const message = "This merge can't be taken back any more, see details. Nothing was changed.";
  return new ApiError("UNDO_REFUSED", message, { details });
}
