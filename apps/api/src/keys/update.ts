import { KeyAnswer, PatchKeyRequest } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { updateKey } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentKey } from "../present/api-key.ts";
import { readBody } from "../request/read-body.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parsePatch } from "../validate/parse-request.ts";
import { EXPECTED, KEY, KEY_PARAMETER } from "./sample.ts";

const UPDATED = json(KeyAnswer, { success: true, data: KEY });

export const updateKeyRoute = defineRoute({
  method: "PATCH",
  path: "/api/keys/:id",
  scopes: ADMIN_ONLY,
  operationId: "updateKey",
  summary: "Rename an API key, or change its rate limit",
  description:
    "What is absent stays; a `rateLimit` of `null` leaves the key to the deployment's. Every API process knows it within " +
    "seconds. What a key may do never changes: make another one.",
  request: {
    params: KEY_PARAMETER,
    body: json(PatchKeyRequest, { rateLimit: { requests: 20, seconds: 2 } }),
  },
  answers: { 200: answer("The key.", UPDATED) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"],
  async handle(c, { db, keys, limits }) {
    const change = parsePatch(PatchKeyRequest, await readBody(c, limits), {
      name: EXPECTED.name,
      rateLimit: `${EXPECTED.rateLimit}; or null`,
    });
    const keyId = c.req.param("id");
    const { teamId } = c.get("key");
    const key = isId("key_", keyId)
      ? await administering(() => updateKey(db, { teamId, keyId }, change))
      : undefined;
    if (!key) throw notFound("key");
    keys.forget((each) => each.keyId === keyId);
    return reply(c, 200, { success: true, data: presentKey(key) } satisfies KeyAnswer);
  },
});
