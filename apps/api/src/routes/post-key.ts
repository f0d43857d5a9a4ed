import { CreateKeyRequest, Scope } from "@onefold/contract";
import type { CreateKeyAnswer } from "@onefold/contract";
import { createKey } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { presentKey } from "../present/api-key.ts";
import type { AppEnv } from "../request/app-env.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { parseRequest } from "../validate/parse-request.ts";

/** `POST /api/keys`: makes an API key, which this answer alone shows. */
export function postKey(services: Services): Handler<AppEnv> {
  return async (c) => {
    const owner = c.get("key");
    const { userId = owner.userId, ...rest } = parseRequest(
      CreateKeyRequest,
      await readBody(c, services.limits),
      {
        name: "a text of 1 to 255 characters on one line",
        userId: "the id of a member of the team",
        scopes: `a list of at least one of ${Scope.options.join(", ")}`,
        rateLimit: "requests (1 to 1000000) and seconds (1 to 86400), two whole numbers",
      },
    );
    const created = await administering(() =>
      createKey(services.db, { ...rest, teamId: owner.teamId, userId }),
    );
    const data = { ...presentKey(created), key: created.key };
    return reply(c, 201, { success: true, data } satisfies CreateKeyAnswer);
  };
}
