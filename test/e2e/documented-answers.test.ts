import { expect, test } from "vitest";
import { everyRecordAnswer, everyTeamAnswer } from "./support/every-answer.ts";
import { useStack } from "./support/on-each-backend.ts";

const stack = useStack();

/** Promised, but not to be had by a request. */
const NOT_HERE = [
  // Other tests bring the store down, and hold the 503s against the document too.
  / 5\d\d$/,
  // Only for a key with a limit: rate-limits.test.ts.
  / 429$/,
  // Of an upload whose job is cancelled midway: uploads.test.ts.
  /^POST \/api\/(?:contacts|companies)\/batch 409$/,
  // For Prometheus, and no JSON: metrics.test.ts.
  /^GET \/metrics /,
  // The database's foreign keys see to it that a key has a team.
  /^GET \/api\/team 404$/,
];

const OF_ADMIN =
  /^\w+ (?:\/console\/sign-in|\/api\/(?:console|cluster|keys|users|team|fields|identity-rules|campaigns|webhooks|hooks|contacts\/lists)\b)/;

test("every answer that the OpenAPI document promises can be had", async () => {
  await everyRecordAnswer(stack());
  expect(unseen().filter((answer) => !OF_ADMIN.test(answer))).toEqual([]);
});

test("so can every answer of the routes by which a team sees to itself", async () => {
  await everyTeamAnswer(stack());
  expect(unseen().filter((answer) => OF_ADMIN.test(answer))).toEqual([]);
});

function unseen(): string[] {
  const answers = stack().conformance.unseen();
  return answers.filter((answer) => !NOT_HERE.some((pattern) => pattern.test(answer)));
}
