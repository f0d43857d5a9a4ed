import { IdentityRulesAnswer } from "@onefold/contract";
import { readIdentityRules } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { knownQuery } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { READ_RULES } from "./samples.ts";

export const getIdentityRulesRoute = defineRoute({
  method: "GET",
  path: "/api/identity-rules",
  scopes: ["read"],
  operationId: "getIdentityRules",
  summary: "Read which values identify nobody",
  request: {},
  description:
    'What the team says, besides the values that say "nothing" by themselves and the hosts that many share.',
  answers: {
    200: answer("The team's rules.", json(IdentityRulesAnswer, { success: true, data: READ_RULES })),
  },
  errors: ["INVALID_REQUEST"],
  async handle(c, { db }) {
    knownQuery(c, {});
    const data = await reading(() => readIdentityRules(db, c.get("key").teamId));
    return reply(c, 200, { success: true, data } satisfies IdentityRulesAnswer);
  },
});
