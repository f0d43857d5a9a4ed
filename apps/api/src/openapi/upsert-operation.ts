import { AcceptedAnswer, OnConflict, WAIT_MAX_SECONDS } from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import { z } from "zod";
import { idempotencyKeyHeader } from "./idempotency-key-header.ts";
import { replayedHeader } from "./operation-key.ts";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { answer, errors } from "./answers.ts";

export interface UpsertRoute {
  readonly operationId: string;
  readonly summary: string;
  readonly request: z.ZodType;
  readonly answer: z.ZodType;
  /** What its body can have wrong. */
  readonly errors: readonly ErrorCode[];
}

const Query = z.object({
  onConflict: OnConflict.optional().meta({
    description:
      "Where the identifiers name several records: `prefer` updates the strongest match and leaves a clashing " +
      "identifier with its owner, `strict` applies nothing (409), `merge` folds the records into the strongest. " +
      "Where it isn't given, the team's own choice holds, which is `prefer` unless it was changed; " +
      "a key without `identify` never merges.",
  }),
  dryRun: z
    .enum(["true", "false"])
    .optional()
    .meta({
      description:
        "`true`: the same status and answer, with `dryRun: true` and without `job`, but nothing is written or " +
        "queued. It tells of the records as they are now, not of what is still queued; the `_id` of a record " +
        "that would be created is made up. `Prefer` and `Idempotency-Key` count for nothing then.",
    }),
});

const Headers = z.object({
  Prefer: z
    .string()
    .optional()
    .meta({
      description: `\`respond-async\`: don't wait; \`wait=N\`: wait up to N seconds, at most ${WAIT_MAX_SECONDS} (RFC 7240).`,
    }),
  "Idempotency-Key": idempotencyKeyHeader(
    "Makes a retry safe: whatever became of the first request, however often it is repeated with the same " +
      "key, body and query, in sequence or at once, it is one job and is applied once. The key counts per " +
      "team and route (of an API key without `read`: per API key and route) and is kept for at least 24 hours. Another body or query under it is 422; a 400 uses " +
      "up nothing.",
  ),
});

const answerHeaders = {
  "Preference-Applied": z.string().optional(),
  ...replayedHeader,
};

/** What the two upsert routes have in common. */
export function upsertOperation(route: UpsertRoute): ZodOpenApiOperationObject {
  return {
    operationId: route.operationId,
    summary: route.summary,
    requestParams: { query: Query, header: Headers },
    requestBody: { required: true, content: { "application/json": { schema: route.request } } },
    responses: {
      "200": answer("An existing record was updated, or already said so.", route.answer, answerHeaders),
      "201": answer("A record was created.", route.answer, answerHeaders),
      "202": answer("Accepted and durable, to be applied soon.", AcceptedAnswer, {
        ...answerHeaders,
        Location: z.string(),
      }),
      ...errors(
        ...route.errors,
        "INVALID_LINKEDIN_URL",
        "INVALID_FIELD",
        "INVALID_JSON",
        "INVALID_REQUEST",
        "IDENTITY_CONFLICT",
        "DELETED",
        "413",
        "415",
        "422",
      ),
    },
  };
}
