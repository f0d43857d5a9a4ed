import { CompanyRequest, ContactRequest, DeadLetterOutcome, Entity } from "@onefold/contract";
import type { Upsert } from "@onefold/contract";
import { readLetter, replayLetter } from "@onefold/records";
import type { DeadLetter } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { CONTACT_REQUEST } from "../openapi/samples/contact.ts";
import type { AppContext } from "../request/app-env.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { readBody } from "../request/read-body.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { validateUpsert } from "../validate/validate-upsert.ts";
import { LETTER_PARAMETERS, LETTER_PATH, noLetter, readLetterName } from "./name.ts";
import { REPLAYED_LETTER } from "./sample.ts";
import { answerSettled } from "./settled.ts";

const QUERY = {
  entity: Entity.optional().meta({ description: "What it is about; only where the letter doesn't say it." }),
};

export const mendDeadLetterRoute = defineRoute({
  method: "PUT",
  path: LETTER_PATH,
  scopes: ADMIN_ONLY,
  operationId: "mendDeadLetter",
  summary: "Give a dead letter another body, and replay it",
  description:
    "The body is judged as that of a new upsert, and takes the place of the letter's. What the letter's request asked " +
    "for besides (`onConflict`, and what its columns said of opt-outs) still holds. It is applied under the letter's job, row and clock, so what was written since " +
    "stands; it counts as given by the API key that mended it. Where it is refused, the letter stays as it was.",
  request: {
    params: LETTER_PARAMETERS,
    query: QUERY,
    body: json(z.union([ContactRequest, CompanyRequest]), CONTACT_REQUEST),
  },
  answers: { 200: answer("What the row came to.", json(DeadLetterOutcome, REPLAYED_LETTER)) },
  errors: [
    "INVALID_REQUEST",
    "MISSING_IDENTIFIER",
    "MISSING_REQUIRED_FIELD",
    "INVALID_CONTACT_ID",
    "INVALID_COMPANY_ID",
    "CONTACT_NOT_FOUND_BY_ID",
    "COMPANY_NOT_FOUND_BY_ID",
    "INVALID_EMAIL",
    "INVALID_ADDITIONAL_EMAILS",
    "INVALID_DOMAIN",
    "INVALID_LINKEDIN_URL",
    "PLACEHOLDER_IDENTIFIER",
    "CONTACT_VALIDATION_FAILED",
    "COMPANY_VALIDATION_FAILED",
    "INVALID_FIELD",
    "INVALID_JSON",
    "NOT_FOUND",
    "JOB_EXPIRED",
    "JOB_NOT_ENDED",
    "IDENTITY_CONFLICT",
    "413",
    "415",
    "UNPROCESSABLE",
  ],
  async handle(c, services) {
    knownQuery(c, QUERY);
    const named = readLetterName(c, services);
    const body = await readBody(c, services.limits);
    const letter = await reading(() => readLetter(services.db, named));
    if (!letter) throw noLetter();
    const upsert = await mended(c, services, letter, body);
    const { ref, clock } = letter;
    const outcome = await writing(() =>
      replayLetter(services.slow.of(c), { ref, clock, upsert, now: services.clock.now() }),
    );
    return answerSettled(c, named.jobId, outcome);
  },
});

async function mended(
  c: AppContext,
  services: Services,
  letter: DeadLetter,
  body: Readonly<Record<string, unknown>>,
): Promise<Upsert> {
  const { upsert: before } = letter;
  const given = queryChoice(c, "entity", Entity.options);
  const entity = letter.entity ?? given;
  if (!entity)
    throw new ApiError(
      "INVALID_REQUEST",
      `The letter doesn't say what it is about: add entity=${Entity.options.join(" or ")}.`,
    );
  if (given !== undefined && given !== entity)
    throw new ApiError("INVALID_REQUEST", `The letter is about a ${entity}, which entity can't change.`);
  const onConflict = before?.onConflict ?? c.get("key").onConflict;
  const createCompanies = before?.company?.create ? (true as const) : undefined;
  const upsert = await validateUpsert(c, services, entity, body, {
    onConflict,
    createCompanies,
    dryRun: false,
  });
  return {
    ...upsert,
    ...(before?.consent && { consent: before.consent }),
    ...(before?.retryOf !== undefined && { retryOf: before.retryOf }),
    // The key that sent it may be one that sees only what it gave. That isn't known where the letter can't be read.
    ...((!before || before.namesGiven) && { namesGiven: true as const }),
  };
}
