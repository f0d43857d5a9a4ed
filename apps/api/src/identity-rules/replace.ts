import {
  IDENTITY_PATTERN_MAX,
  IDENTITY_PATTERNS_MAX,
  IdentityRules,
  IdentityRulesAnswer,
  SUSPICIOUS_AFTER_MAX,
} from "@onefold/contract";
import type { ErrorDetail } from "@onefold/contract";
import { problemsOfPatterns, SEARCHING_PATTERNS_MAX } from "@onefold/identity";
import { replaceIdentityRules } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { knownQuery } from "../request/query.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { validationError } from "../validate/validation-error.ts";
import { READ_RULES, RULES } from "./samples.ts";

const PATTERNS = `a list of at most ${IDENTITY_PATTERNS_MAX} texts of 1 to ${IDENTITY_PATTERN_MAX} characters`;

/** Replaces the rules. They judge what is accepted from then on. What was accepted before stays as it was judged. */
export const replaceIdentityRulesRoute = defineRoute({
  method: "PUT",
  path: "/api/identity-rules",
  scopes: ADMIN_ONLY,
  operationId: "replaceIdentityRules",
  summary: "Set which values identify nobody",
  description:
    "Replaces all of the team's rules; what the body leaves out is as in a new team. A pattern is an e-mail, a LinkedIn " +
    "or Sales Navigator URL or a domain in any spelling, with `*` for any text, at most four times; at most " +
    `${SEARCHING_PATTERNS_MAX} of a list have text between two \`*\`, besides \`*@*\`. Who changes rules that were read ` +
    "gives their `version`: where somebody else was faster, that is 409 `RULES_CHANGED`, and nothing is replaced. Every " +
    "API process judges by them within seconds. Records that are there stay as they are, and are read and deleted by such values " +
    "as by all others.",
  request: { body: json(IdentityRules, RULES) },
  answers: {
    200: answer("The team's rules.", json(IdentityRulesAnswer, { success: true, data: READ_RULES })),
  },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "RULES_CHANGED", "413", "415"],
  async handle(c, services) {
    knownQuery(c, {});
    const { teamId } = c.get("key");
    const rules = parseRules(await readBody(c, services.limits));
    const data = await administering(() => replaceIdentityRules(services.db, teamId, rules));
    services.identityRules.forget(teamId);
    return reply(c, 200, { success: true, data } satisfies IdentityRulesAnswer);
  },
});

function parseRules(body: Readonly<Record<string, unknown>>): IdentityRules {
  const rules = parseRequest(IdentityRules, body, {
    never: PATTERNS,
    allow: PATTERNS,
    suspiciousAfter: `a whole number of 1 to ${SUSPICIOUS_AFTER_MAX}`,
    version: "the version of the rules that were read",
  });
  const problems = (["never", "allow"] as const).flatMap((list) =>
    problemsOfPatterns(rules[list]).flatMap((problem, index): ErrorDetail[] => {
      const path = `${list}[${index}]`;
      return problem === undefined ? [] : [{ path, code: "INVALID_REQUEST", message: `${path}: ${problem}` }];
    }),
  );
  if (problems.length > 0) throw validationError(problems);
  return rules;
}
