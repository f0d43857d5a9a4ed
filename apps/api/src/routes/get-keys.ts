import type { KeysAnswer } from "@onefold/contract";
import { listKeys } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import { presentKey } from "../present/api-key.ts";
import type { AppEnv } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/keys`: the team's keys by their first characters, oldest first, revoked ones too. */
export function getKeys({ db }: Services): Handler<AppEnv> {
  return async (c) => {
    const keys = await reading(() => listKeys(db, c.get("key").teamId));
    return reply(c, 200, { success: true, data: keys.map(presentKey) } satisfies KeysAnswer);
  };
}
