import {
  UNSUBSCRIBE_VALUES_MAX,
  UnsubscribeVariablesAnswer,
  UnsubscribeVariablesRequest,
} from "@onefold/contract";
import { readUnsubscribedValue } from "@onefold/identity";
import { UNSUBSCRIBE_AT_ONCE, unsubscribeValues } from "@onefold/records";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { newOperation } from "../request/new-operation.ts";
import { knownQuery } from "../request/query.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { DIALECTS } from "./dialects.ts";

/** Ten thousand values of a hundred characters. */
const BODY_MAX_BYTES = 1024 * 1024;

export const unsubscribeVariablesRoute = defineRoute({
  method: "POST",
  path: DIALECTS.variable.path,
  scopes: ADMIN_ONLY,
  operationId: "unsubscribeVariables",
  summary: "Unsubscribe many values",
  description:
    `At most ${UNSUBSCRIBE_VALUES_MAX.toLocaleString("en")}, ${UNSUBSCRIBE_AT_ONCE} in a transaction: after an error the first ` +
    "of them may be unsubscribed. Once more does no harm.",
  request: {
    body: json(UnsubscribeVariablesRequest, { values: ["jane@example.com", "example.org"] }),
  },
  answers: {
    200: answer(
      "They are.",
      json(UnsubscribeVariablesAnswer, { success: true, unsubscribed: 2, skipped: [] }),
    ),
  },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "413", "415"],
  async handle(c, services) {
    knownQuery(c, {});
    const body = await readBody(c, { ...services.limits, bodyMaxBytes: BODY_MAX_BYTES });
    const { values } = parseRequest(UnsubscribeVariablesRequest, body, {
      values: `a list of 1 to ${UNSUBSCRIBE_VALUES_MAX} texts`,
    });
    const read = values.map((text, index) => ({ index, value: text, read: readUnsubscribedValue(text) }));
    const unique = new Map(
      read.flatMap((each) => (each.read ? [[JSON.stringify(each.read), each.read]] : [])),
    );
    const all = [...unique.values()];
    for (let start = 0; start < all.length; start += UNSUBSCRIBE_AT_ONCE) {
      const some = all.slice(start, start + UNSUBSCRIBE_AT_ONCE);
      await writing(() => unsubscribeValues(services.slow.of(c), newOperation(c, services), some));
    }
    return reply(c, 200, {
      success: true,
      unsubscribed: all.length,
      skipped: read.flatMap(({ index, value, read: known }) => (known ? [] : [{ index, value }])),
    } satisfies UnsubscribeVariablesAnswer);
  },
});
