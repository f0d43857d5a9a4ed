import { createConfig, lintFromString } from "@redocly/openapi-core";
import type { NormalizedProblem, RawUniversalConfig } from "@redocly/openapi-core";
import { ROUTES } from "../apps/api/src/app.ts";
import { openapiDocument } from "../apps/api/src/openapi/document.ts";

/**
 * Lints the API's OpenAPI document: that it is valid and complete enough to generate a client from, that
 * each request and each answer has an example, and that every example is valid against its schema.
 */
const rules: RawUniversalConfig = {
  extends: ["recommended-strict"],
  rules: {
    "info-contact": "error",
    "operation-operationId": "error",
    "operation-operationId-unique": "error",
    "operation-singular-tag": "error",
    "operation-tag-defined": "error",
    "parameter-description": "error",
    "path-params-defined": "off",
    "request-mime-type": "off",
    "security-defined": "error",
    "tag-description": "error",
    "rule/request-has-example": {
      subject: { type: "MediaType" },
      where: [{ subject: { type: "RequestBody" }, assertions: { defined: true } }],
      assertions: { requireAny: ["example", "examples"] },
      message: "The request has no example: add one to its route.",
      severity: "error",
    },
    "rule/answer-has-example": {
      subject: { type: "MediaType" },
      where: [
        { subject: { type: "Response", matchParentKeys: "/^2\\d\\d$/" }, assertions: { defined: true } },
      ],
      assertions: { requireAny: ["example", "examples"] },
      message: "The answer has no example: add one to its route.",
      severity: "error",
    },
    "rule/operation-has-tag": {
      subject: { type: "Operation", property: "tags" },
      assertions: { defined: true },
      message: "The route is in no group: add its path to apps/api/src/openapi/tags.ts.",
      severity: "error",
    },
  },
};

/** The service's own routes take nothing that could be wrong. */
const NO_4XX = /^#\/paths\/~1(?:livez|readyz|openapi\.json)\//;

const problems = await lintFromString({
  source: JSON.stringify(openapiDocument(ROUTES)),
  absoluteRef: "openapi.json",
  config: await createConfig(rules),
});
const wrong = problems.filter((problem) => !isExpected(problem));
for (const problem of wrong) console.error(lineOf(problem));
process.exitCode = wrong.length > 0 ? 1 : 0;

function isExpected(problem: NormalizedProblem): boolean {
  return problem.ruleId === "operation-4xx-response" && NO_4XX.test(pointerOf(problem));
}

function lineOf(problem: NormalizedProblem): string {
  return `${pointerOf(problem)}: ${problem.message} (${problem.ruleId})`;
}

function pointerOf({ location }: NormalizedProblem): string {
  return location[0]?.pointer ?? "#/";
}
