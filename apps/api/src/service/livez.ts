import { Liveness } from "@onefold/contract";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { ANYONE, defineRoute } from "../route.ts";

const ALIVE: Liveness = { status: "alive" };

export const livezRoute = defineRoute({
  method: "GET",
  path: "/livez",
  scopes: ANYONE,
  operationId: "livez",
  summary: "Whether the process runs",
  request: {},
  answers: { 200: answer("It does.", json(Liveness, ALIVE)) },
  errors: [],
  handle: (c) => reply(c, 200, ALIVE),
});
