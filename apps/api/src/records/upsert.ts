import {
  AcceptedAnswer,
  CompanyRequest,
  ContactRequest,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
  ENTITIES,
} from "@onefold/contract";
import type { Entity, ErrorCode, ItemRef, Upsert } from "@onefold/contract";
import type { Receipt } from "@onefold/records";
import { z } from "zod";
import { acceptOnce } from "../accept-once.ts";
import { answerUpsert } from "../answer-upsert.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { COMPANY_CREATED, COMPANY_REQUEST, COMPANY_UPDATED } from "../openapi/samples/company.ts";
import { CONTACT_CREATED, CONTACT_REQUEST, CONTACT_UPDATED } from "../openapi/samples/contact.ts";
import { SAMPLE, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { previewAnswer } from "../preview-answer.ts";
import type { AppContext } from "../request/app-env.ts";
import { idempotencyKeyHeader, readIdempotencyKey, REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { nameItem } from "../request/name-item.ts";
import { PREFER_HEADER, readPrefer } from "../request/prefer.ts";
import { readBody } from "../request/read-body.ts";
import { readUpsertOptions, upsertQuery } from "../request/upsert-options.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import type { Services } from "../services.ts";
import { validateUpsert } from "../validate/validate-upsert.ts";

const REQUESTS = {
  contact: json(ContactRequest, CONTACT_REQUEST),
  company: json(CompanyRequest, COMPANY_REQUEST),
};
const UPDATED = {
  contact: json(UpsertContactAnswer, CONTACT_UPDATED),
  company: json(UpsertCompanyAnswer, COMPANY_UPDATED),
};
const CREATED = {
  contact: json(UpsertContactAnswer, CONTACT_CREATED),
  company: json(UpsertCompanyAnswer, COMPANY_CREATED),
};
const ACCEPTED = json(AcceptedAnswer, {
  success: true,
  job: {
    id: SAMPLE.jobId,
    status: "queued",
    url: SAMPLE.jobUrl,
    acceptedAt: SAMPLE_TIME,
    estimatedStartMs: 40,
  },
});

const HEADERS = {
  ...PREFER_HEADER,
  ...idempotencyKeyHeader(
    "Makes a retry safe: whatever became of the first request, however often it is repeated with the same " +
      "key, body and query, in sequence or at once, it is one job and is applied once. The key counts per " +
      "team and route (of an API key without `read`: per API key and route) and is kept for at least 24 hours. " +
      "Another body or query under it is 422; a 400 uses up nothing.",
  ),
};
const ANSWER_HEADERS = { "Preference-Applied": z.string().optional(), ...REPLAYED_HEADER };

/** The codes of what else can be wrong with a body. */
const ERRORS: Readonly<Record<Entity, readonly ErrorCode[]>> = {
  contact: [
    "MISSING_IDENTIFIER",
    "INVALID_CONTACT_ID",
    "CONTACT_NOT_FOUND_BY_ID",
    "INVALID_EMAIL",
    "INVALID_ADDITIONAL_EMAILS",
    "CONTACT_VALIDATION_FAILED",
  ],
  company: [
    "MISSING_REQUIRED_FIELD",
    "INVALID_COMPANY_ID",
    "COMPANY_NOT_FOUND_BY_ID",
    "INVALID_DOMAIN",
    "COMPANY_VALIDATION_FAILED",
  ],
};

export function upsertRoute(entity: Entity): Route {
  const { one, many, One } = ENTITIES[entity].words;
  return defineRoute({
    method: "POST",
    path: `/api/${many}`,
    scopes: ["ingest"],
    operationId: `upsert${One}`,
    summary: `Add or update a ${one}`,
    request: { query: upsertQuery(entity), headers: HEADERS, body: REQUESTS[entity] },
    answers: {
      200: answer("An existing record was updated, or already said so.", UPDATED[entity], ANSWER_HEADERS),
      201: answer("A record was created.", CREATED[entity], ANSWER_HEADERS),
      202: answer("Accepted and durable, to be applied soon.", ACCEPTED, {
        ...ANSWER_HEADERS,
        Location: z.string(),
      }),
    },
    errors: [
      ...ERRORS[entity],
      "INVALID_LINKEDIN_URL",
      "PLACEHOLDER_IDENTIFIER",
      "INVALID_FIELD",
      "INVALID_JSON",
      "INVALID_REQUEST",
      "IDENTITY_CONFLICT",
      "DELETED",
      "413",
      "415",
      "422",
    ],
    handle: (c, services) => acceptUpsert(c, services, entity),
  });
}

/**
 * Takes an upsert through the API. It validates the body, names the item and adds it durably. If the client wants to
 * wait, and there can be a receipt in time, it waits for the receipt.
 */
async function acceptUpsert(c: AppContext, services: Services, entity: Entity): Promise<Response> {
  const options = readUpsertOptions(c, entity);
  if (options.dryRun) return await previewAnswer(c, services, entity, options);
  const wait = readPrefer(c.req.header("prefer"), services.limits.waitMs);
  const key = readIdempotencyKey(c.req.header("idempotency-key"));
  if (key !== undefined) return await acceptOnce(c, services, entity, { key, options, wait });
  const body = await readBody(c, services.limits);
  const upsert = await validateUpsert(c, services, entity, body, options);

  const ref = nameItem(c, services);
  const { estimatedStartMs } = services.producer.backlog();
  const waitMs = estimatedStartMs > wait.waitMs ? 0 : wait.waitMs;
  const receipt = await submit(services, ref, upsert, { waitMs, bytes: announcedLength(c) });
  return answerUpsert(c, { ref, receipt, wait, estimatedStartMs });
}

/** Gives the announced length of the body, which Node enforces. It is undefined for a chunked body. */
function announcedLength(c: AppContext): number | undefined {
  const length = c.env.incoming.headers["content-length"];
  return length === undefined ? undefined : Number(length);
}

/** Adds the item. The waiter is registered before, so that no wake-up is missed. */
async function submit(
  { producer, watcher }: Services,
  ref: ItemRef,
  upsert: Upsert,
  { waitMs, bytes }: { waitMs: number; bytes: number | undefined },
): Promise<Receipt | undefined> {
  const deadline = performance.now() + waitMs;
  using waiter = waitMs > 0 ? watcher.expectReply(ref) : undefined;
  await producer.submit(ref, upsert, { wait: waiter !== undefined, bytes });
  return await waiter?.receipt(Math.max(0, deadline - performance.now()));
}
