import { RevokeKeyAnswer } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { revokeKeyById } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE_LATER } from "../openapi/samples/ids.ts";
import { presentKey } from "../present/api-key.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { KEY, KEY_PARAMETER } from "./sample.ts";

const REVOKED = json(RevokeKeyAnswer, { success: true, data: { ...KEY, revokedAt: SAMPLE_LATER } });

export const revokeKeyRoute = defineRoute({
  method: "DELETE",
  path: "/api/keys/:id",
  scopes: ADMIN_ONLY,
  operationId: "revokeKey",
  summary: "Revoke an API key",
  description:
    "The API process that answers refuses the key at once, every other within seconds. A key can revoke itself; " +
    "one that was revoked before is answered as it was then.",
  request: { params: KEY_PARAMETER },
  answers: { 200: answer("The revoked key.", REVOKED) },
  errors: ["NOT_FOUND"],
  async handle(c, { db, keys }) {
    const keyId = c.req.param("id");
    const { teamId } = c.get("key");
    const key = isId("key_", keyId) ? await administering(() => revokeKeyById(db, teamId, keyId)) : undefined;
    if (!key) throw notFound("key");
    keys.forget((each) => each.keyId === keyId);
    return reply(c, 200, { success: true, data: presentKey(key) } satisfies RevokeKeyAnswer);
  },
});
