import { listUnsubscribed } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { knownQuery, queryNumber } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { DIALECTS } from "./dialects.ts";
import type { Dialect } from "./dialects.ts";

const LIMIT_MAX = 100;
/** What is skipped is read all the same. The export goes on. */
const OFFSET_MAX = 100_000;
const QUERY = {
  offset: z
    .int()
    .min(0)
    .max(OFFSET_MAX)
    .optional()
    .meta({ description: "At most 100,000; an export has all." }),
  limit: z.int().min(0).max(LIMIT_MAX).optional().meta({ description: "100 by default." }),
};

export function listValuesRoute(dialect: Dialect): Route {
  const { path, kinds, many, present } = DIALECTS[dialect];
  return defineRoute({
    method: "GET",
    path,
    scopes: ["read"],
    operationId: dialect === "variable" ? "listUnsubscribedVariables" : "listUnsubscribedEmails",
    summary: dialect === "variable" ? "List unsubscribed values" : "List unsubscribed e-mails and domains",
    description:
      "The oldest first. What belongs to people who were erased isn't listed: only its hash is kept.",
    request: { query: QUERY },
    answers: { 200: answer("A page of them.", many) },
    errors: ["INVALID_REQUEST"],
    async handle(c, services) {
      knownQuery(c, QUERY);
      const limit = queryNumber(c, "limit", LIMIT_MAX) ?? LIMIT_MAX;
      const offset = queryNumber(c, "offset", OFFSET_MAX) ?? 0;
      const { teamId } = c.get("key");
      const { values } = await reading(() =>
        listUnsubscribed(services.slow.of(c), teamId, { kinds, limit, offset }),
      );
      return reply(
        c,
        200,
        values.map((value) => present(value)),
      );
    },
  });
}
