import { KeysAnswer } from "@onefold/contract";
import { listKeys } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentKey } from "../present/api-key.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { KEY } from "./sample.ts";

export const listKeysRoute = defineRoute({
  method: "GET",
  path: "/api/keys",
  scopes: ADMIN_ONLY,
  operationId: "listKeys",
  summary: "List the API keys of the team",
  description:
    "Oldest first, revoked ones too; of the keys themselves only the first characters. With when each was last used, and " +
    "the limit of those without one of their own.",
  request: {},
  answers: { 200: answer("The keys.", json(KeysAnswer, { success: true, data: [KEY] })) },
  errors: [],
  async handle(c, { db, limits: { rate } }) {
    const keys = await reading(() => listKeys(db, c.get("key").teamId));
    return reply(c, 200, {
      success: true,
      data: keys.map(presentKey),
      ...(rate && { defaultRateLimit: rate }),
    } satisfies KeysAnswer);
  },
});
