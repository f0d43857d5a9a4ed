import type { RevokeKeyAnswer } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { revokeKeyById } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { presentKey } from "../present/api-key.ts";
import type { AppEnv } from "../request/app-env.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/**
 * `DELETE /api/keys/{id}`: revokes a key, that of this request too. This process refuses it at once, the
 * others within seconds.
 */
export function deleteKey({ db, keys }: Services): Handler<AppEnv, "/api/keys/:id"> {
  return async (c) => {
    const keyId = c.req.param("id");
    const { teamId } = c.get("key");
    const key = isId("key_", keyId) ? await administering(() => revokeKeyById(db, teamId, keyId)) : undefined;
    if (!key) throw notFound("key");
    keys.forget((each) => each.keyId === keyId);
    return reply(c, 200, { success: true, data: presentKey(key) } satisfies RevokeKeyAnswer);
  };
}
