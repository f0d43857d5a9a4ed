import { DeadLetterOutcome } from "@onefold/contract";
import { dropLetter, readLetter } from "@onefold/records";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_LATER } from "../openapi/samples/ids.ts";
import { knownQuery } from "../request/query.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { LETTER_PARAMETERS, LETTER_PATH, noLetter, readLetterName } from "./name.ts";
import { answerSettled } from "./settled.ts";

export const dropDeadLetterRoute = defineRoute({
  method: "DELETE",
  path: LETTER_PATH,
  scopes: ADMIN_ONLY,
  operationId: "dropDeadLetter",
  summary: "Drop a dead letter",
  description:
    "Its row stays rejected, with `DROPPED` and who did it. What it gave is gone, so a retry of its job leaves it out.",
  request: { params: LETTER_PARAMETERS },
  answers: {
    200: answer(
      "What the row came to.",
      json(DeadLetterOutcome, {
        job: { id: SAMPLE.jobId, url: SAMPLE.jobUrl },
        data: {
          row: 0,
          outcome: "rejected",
          finishedAt: SAMPLE_LATER,
          code: "DROPPED",
          message: `${SAMPLE.userId} dropped this dead letter, by the API key ${SAMPLE.keyId}. Nothing of it was applied.`,
        },
      }),
    ),
  },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED", "JOB_NOT_ENDED"],
  async handle(c, services) {
    knownQuery(c, {});
    const named = readLetterName(c, services);
    const db = services.slow.of(c);
    const outcome = await writing(async () => {
      const letter = await readLetter(db, named);
      if (!letter) throw noLetter();
      return await dropLetter(db, letter.ref, { ...c.get("key"), now: services.clock.now() });
    });
    return answerSettled(c, named.jobId, outcome);
  },
});
