import { RotateKeyRequest } from "@onefold/contract";
import type { CreateKeyAnswer } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { OVERLAP_HOURS, rotateKey } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { presentKey } from "../present/api-key.ts";
import type { AppEnv } from "../request/app-env.ts";
import { readBody } from "../request/read-body.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { parseRequest } from "../validate/parse-request.ts";

/** `POST /api/keys/{id}/rotate`: a new secret for the key, which this answer alone shows; the old one works a while. */
export function rotateKeyRoute(services: Services): Handler<AppEnv, "/api/keys/:id/rotate"> {
  return async (c) => {
    const { db, keys, limits } = services;
    const body = await readBody(c, limits);
    const { overlapHours = OVERLAP_HOURS.normal } = parseRequest(RotateKeyRequest, body, {
      overlapHours: `a whole number of 0 to ${OVERLAP_HOURS.max}`,
    });
    const keyId = c.req.param("id");
    const { teamId } = c.get("key");
    const rotated = isId("key_", keyId)
      ? await administering(() => rotateKey(db, { teamId, keyId, overlapHours }))
      : undefined;
    if (!rotated) throw notFound("key");
    keys.forget((each) => each.keyId === keyId);
    const data = { ...presentKey(rotated), key: rotated.key };
    return reply(c, 200, { success: true, data } satisfies CreateKeyAnswer);
  };
}
