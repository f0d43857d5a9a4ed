import { ConsoleSessionAnswer } from "@onefold/contract";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { ANY_KEY, defineRoute } from "../route.ts";
import { presentSession } from "./present-session.ts";
import { SESSION } from "./sample.ts";

export const getSessionRoute = defineRoute({
  method: "GET",
  path: "/api/console/session",
  scopes: ANY_KEY,
  operationId: "getConsoleSession",
  summary: "Who am I?",
  description: "The team and the key that requests act as: the browser's session, or the key that asks.",
  request: {},
  answers: {
    200: answer("The team and the key.", json(ConsoleSessionAnswer, { success: true, data: SESSION })),
  },
  errors: [],
  handle: async (c, services) => reply(c, 200, await presentSession(services, c.get("key"))),
});
