import type { DeadLetterOutcome } from "@onefold/contract";
import { presentJobLink } from "@onefold/present";
import type { DroppedLetter, ReplayedLetter } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { presentJobResult } from "../present/job-result.ts";
import { toldClock } from "../present/told-clock.ts";
import type { AppContext } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import { noLetter } from "./name.ts";

/**
 * Answers what a row came to that was a dead letter.
 * @throws ApiError NOT_FOUND, JOB_NOT_ENDED, UNPROCESSABLE, or the code with which it is rejected
 */
export function answerSettled(
  c: AppContext,
  jobId: string,
  outcome: ReplayedLetter | DroppedLetter,
): Response {
  if (outcome.kind === "gone") throw noLetter();
  if (outcome.kind === "job-open")
    throw new ApiError("JOB_NOT_ENDED", "The letter's job hasn't ended yet: do it after its end.");
  if (outcome.kind === "rejected") {
    const { code, message } = outcome.result;
    throw new ApiError(code, `${message} It is a dead letter still.`);
  }
  if (outcome.kind === "refused") {
    const { sqlState, constraint } = outcome.cause ?? {};
    const by = [sqlState && `SQLSTATE ${sqlState}`, constraint && `constraint ${constraint}`].filter(Boolean);
    throw new ApiError(
      "UNPROCESSABLE",
      `The database refuses a value of it${by.length > 0 ? ` (${by.join(", ")})` : ""}. Nothing of it was applied, ` +
        "and it is a dead letter still.",
    );
  }
  const { result } = outcome;
  const { clock } = toldClock(result);
  const body: DeadLetterOutcome = {
    job: presentJobLink(jobId, clock),
    data: presentJobResult(c.get("key"), jobId, result),
  };
  return reply(c, 200, body);
}
