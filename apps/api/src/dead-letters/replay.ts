import { DeadLetterOutcome } from "@onefold/contract";
import { readLetter, replayLetter } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { knownQuery } from "../request/query.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { LETTER_PARAMETERS, LETTER_PATH, noLetter, readLetterName } from "./name.ts";
import { REPLAYED_LETTER } from "./sample.ts";
import { answerSettled } from "./settled.ts";

/** Why it may be rejected as things are now. */
const REJECTIONS = ["CONTACT_NOT_FOUND_BY_ID", "COMPANY_NOT_FOUND_BY_ID", "IDENTITY_CONFLICT"] as const;

export const replayDeadLetterRoute = defineRoute({
  method: "POST",
  path: `${LETTER_PATH}/replay`,
  scopes: ADMIN_ONLY,
  operationId: "replayDeadLetter",
  summary: "Replay a dead letter as it is",
  description:
    "Once what refused it is out of the way. It is applied at once, under its own job, row and clock: what was written " +
    "since it was accepted stands. Its row's result, and the counts of its job, are then what they would have been. Of " +
    "several requests at once one does it, and a repeat finds it gone (404).",
  request: { params: LETTER_PARAMETERS },
  answers: { 200: answer("What the row came to.", json(DeadLetterOutcome, REPLAYED_LETTER)) },
  errors: [
    "INVALID_REQUEST",
    "NOT_FOUND",
    "JOB_EXPIRED",
    "JOB_NOT_ENDED",
    "UNPROCESSABLE",
    "UNREADABLE",
    ...REJECTIONS,
  ],
  async handle(c, services) {
    knownQuery(c, {});
    const named = readLetterName(c, services);
    const db = services.slow.of(c);
    const outcome = await writing(async () => {
      const letter = await readLetter(db, named);
      if (!letter) throw noLetter();
      const { ref, clock, upsert } = letter;
      if (!upsert) throw new ApiError("UNREADABLE", NOT_READABLE);
      return await replayLetter(db, { ref, clock, upsert, now: services.clock.now() });
    });
    return answerSettled(c, named.jobId, outcome);
  },
});

const NOT_READABLE =
  "What the letter gave can't be read, so it can't be replayed as it is: give its body anew, with PUT.";
