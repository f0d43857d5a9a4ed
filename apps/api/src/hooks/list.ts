import { HookList } from "@onefold/contract";
import { listWebhooks } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentHook } from "../present/webhook.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
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
    const webhooks = await reading(() => listWebhooks(db, c.get("key").teamId));
    const hooks = webhooks.filter(({ lemlist }) => lemlist !== undefined);
    return reply(c, 200, hooks.map((hook) => presentHook(hook)) satisfies HookList);
  },
});
