import { HookList } from "@onefold/contract";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { readHooks } from "./read-hooks.ts";
import { HOOK } from "./sample.ts";

export const listHooksRoute = defineRoute({
  method: "GET",
  path: "/api/hooks",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "listHooks",
  summary: "List the hooks, as lemlist does",
  description: "Those that were made by this route, the oldest first: `GET /api/webhooks` has all.",
  request: {},
  answers: { 200: answer("All of them.", json(HookList, [HOOK])) },
  errors: [],
  async handle(c, { db }) {
    const hooks = await reading(() => readHooks(db, c.get("key").teamId));
    return reply(c, 200, hooks satisfies HookList);
  },
});
