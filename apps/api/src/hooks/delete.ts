import { Hook } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { deleteWebhook, readWebhook } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json, pathParameter } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { presentHook } from "../present/webhook.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { HOOK } from "./sample.ts";

export const deleteHookRoute = defineRoute({
  method: "DELETE",
  path: "/api/hooks/:id",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "deleteHook",
  summary: "Delete a hook, as lemlist does",
  request: { params: { id: pathParameter("The hook's id.", SAMPLE.webhookId) } },
  answers: { 200: answer("What it was.", json(Hook, HOOK)) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const webhookId = c.req.param("id");
    const name = { teamId: c.get("key").teamId, webhookId };
    const hook = isId("hoo_", webhookId) ? await administering(() => readWebhook(db, name)) : undefined;
    if (!hook?.lemlist || !(await administering(() => deleteWebhook(db, name)))) throw notFound("hook");
    return reply(c, 200, presentHook(hook));
  },
});
