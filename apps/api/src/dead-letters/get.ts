import { DeadLetter } from "@onefold/contract";
import { readLetter } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { knownQuery } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { LETTER_PARAMETERS, LETTER_PATH, noLetter, readLetterName } from "./name.ts";
import { presentLetter } from "./present.ts";
import { LISTED_LETTER } from "./sample.ts";

export const getDeadLetterRoute = defineRoute({
  method: "GET",
  path: LETTER_PATH,
  scopes: ["read"],
  operationId: "getDeadLetter",
  summary: "Read a dead letter, with what it gave",
  request: { params: LETTER_PARAMETERS },
  answers: {
    200: answer(
      "The letter.",
      json(DeadLetter, {
        ...LISTED_LETTER,
        body: { email: "jane@example.com", jobTitle: "CTO" },
        canReplay: true,
      }),
    ),
  },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED"],
  async handle(c, services) {
    knownQuery(c, {});
    const ref = readLetterName(c, services);
    const letter = await reading(() => readLetter(services.db, ref));
    if (!letter) throw noLetter();
    return reply(c, 200, presentLetter(letter));
  },
});
