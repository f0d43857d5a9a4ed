import { CreateKeyAnswer, RotateKeyRequest } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { OVERLAP_HOURS, rotateKey } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE_LATER, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { presentKey } from "../present/api-key.ts";
import { readBody } from "../request/read-body.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { KEY, KEY_PARAMETER } from "./sample.ts";

const ROTATED = json(CreateKeyAnswer, {
  success: true,
  data: {
    ...KEY,
    prefix: "ofk_9Zk4",
    rotatedAt: SAMPLE_TIME,
    previousUntil: SAMPLE_LATER,
    key: "ofk_9Zk4 and 30 characters more",
  },
});

export const rotateKeyRoute = defineRoute({
  method: "POST",
  path: "/api/keys/:id/rotate",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "rotateKey",
  summary: "Give an API key a new secret",
  description:
    "The key stays the same, with its id, scopes, limit and jobs; the new secret is in this answer and nowhere else. " +
    "The secret of before works for `overlapHours` more, a day by default, and is then refused by every API process " +
    "within seconds. Secrets of earlier rotations end by then too, so 0 ends all of them at once. Revoking the key " +
    "ends all of its secrets.",
  request: { params: KEY_PARAMETER, body: json(RotateKeyRequest, { overlapHours: 24 }) },
  answers: { 200: answer("The key with its new secret, shown this once.", ROTATED) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"],
  async handle(c, { db, keys, limits }) {
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
  },
});
