import { VariableSubscribed } from "@onefold/contract";
import { readUnsubscribed, resubscribeValue, unsubscribeValues } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { newOperation } from "../request/new-operation.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { DIALECTS, readValue, valueParameter } from "./dialects.ts";
import type { Dialect } from "./dialects.ts";

const NAMES = {
  variable: { Name: "UnsubscribedVariable", what: "value" },
  email: { Name: "UnsubscribedEmail", what: "e-mail or domain" },
} as const;

function common(dialect: Dialect) {
  const { path, parameter } = DIALECTS[dialect];
  return {
    path: `${path}/:${parameter}`,
    takesSlashes: true,
    request: { params: valueParameter(dialect) },
  } as const;
}

export function getValueRoute(dialect: Dialect): Route {
  const { one, present } = DIALECTS[dialect];
  const { Name, what } = NAMES[dialect];
  return defineRoute({
    ...common(dialect),
    method: "GET",
    scopes: ["read"],
    operationId: `get${Name}`,
    summary: `Whether a ${what} is unsubscribed`,
    answers: { 200: answer("It is.", one) },
    errors: ["INVALID_REQUEST", "NOT_FOUND"],
    async handle(c, services) {
      const value = readValue(c, dialect);
      const found = await reading(() => readUnsubscribed(services.db, c.get("key").teamId, value));
      if (!found) throw notFound("unsubscribed value");
      return reply(c, 200, present(found));
    },
  });
}

export function unsubscribeValueRoute(dialect: Dialect): Route {
  const { one, present } = DIALECTS[dialect];
  const { Name, what } = NAMES[dialect];
  return defineRoute({
    ...common(dialect),
    method: "POST",
    scopes: ADMIN_ONLY,
    operationId: `add${Name}`,
    summary: `Unsubscribe a ${what}`,
    description:
      "The contact that has it is unsubscribed, and so is whoever gets it later, by whatever request. A domain " +
      "unsubscribes whom a request names by an e-mail of it from then on. Once more does no harm.",
    answers: { 200: answer("It is.", one) },
    errors: ["INVALID_REQUEST"],
    async handle(c, services) {
      const value = readValue(c, dialect);
      const operation = newOperation(c, services);
      const [listed] = await writing(() => unsubscribeValues(services.slow.of(c), operation, [value]));
      if (!listed) throw new Error("What was written wasn't returned.");
      return reply(c, 200, present(listed));
    },
  });
}

const SUBSCRIBED: VariableSubscribed = "Variable subscribed";

export function resubscribeValueRoute(dialect: Dialect): Route {
  const { one, present } = DIALECTS[dialect];
  const { Name, what } = NAMES[dialect];
  const isOlder = dialect === "email";
  return defineRoute({
    ...common(dialect),
    method: "DELETE",
    scopes: ADMIN_ONLY,
    operationId: `remove${Name}`,
    summary: `Subscribe a ${what} again`,
    description: "The contact that has it is subscribed again, unless another value of it is unsubscribed.",
    answers: {
      200: isOlder ? answer("What it was.", one) : answer("It is.", json(VariableSubscribed, SUBSCRIBED)),
    },
    errors: ["INVALID_REQUEST", "NOT_FOUND"],
    async handle(c, services) {
      const value = readValue(c, dialect);
      const operation = newOperation(c, services);
      const removed = await writing(() => resubscribeValue(services.slow.of(c), operation, value));
      if (!removed) throw notFound("unsubscribed value");
      return reply(c, 200, isOlder ? present(removed) : SUBSCRIBED);
    },
  });
}
