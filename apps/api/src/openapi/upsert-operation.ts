import { AcceptedAnswer, WAIT_MAX_SECONDS } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { answer, errors } from "./answers.ts";

export interface UpsertRoute {
  readonly operationId: string;
  readonly summary: string;
  readonly request: z.ZodType;
  readonly answer: z.ZodType;
}

const Query = z.object({
  onConflict: z.enum(["prefer", "strict"]).optional().meta({
    description:
      "Where the identifiers name several records: apply to the strongest match, or to none (409).",
  }),
});

const Headers = z.object({
  Prefer: z
    .string()
    .optional()
    .meta({
      description: `\`respond-async\`: don't wait; \`wait=N\`: wait up to N seconds, at most ${WAIT_MAX_SECONDS} (RFC 7240).`,
      example: "respond-async",
    }),
});

const preferenceApplied = { "Preference-Applied": z.string().optional() };

/** What the two upsert routes have in common. */
export function upsertOperation(route: UpsertRoute): ZodOpenApiOperationObject {
  return {
    operationId: route.operationId,
    summary: route.summary,
    requestParams: { query: Query, header: Headers },
    requestBody: { required: true, content: { "application/json": { schema: route.request } } },
    responses: {
      "200": answer("An existing record was updated, or already said so.", route.answer, preferenceApplied),
      "201": answer("A record was created.", route.answer, preferenceApplied),
      "202": answer("Accepted and durable, to be applied soon.", AcceptedAnswer, {
        ...preferenceApplied,
        Location: z.string(),
      }),
      ...errors("400", "409", "413", "415", "422"),
    },
  };
}
