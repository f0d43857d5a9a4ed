import { PatchMemberRequest } from "@onefold/contract";
import type { MemberAnswer } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { updateMember } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import { presentMember } from "../present/member.ts";
import type { AppEnv } from "../request/app-env.ts";
import { readBody } from "../request/read-body.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { parsePatch } from "../validate/parse-request.ts";

/** `PATCH /api/team/members/{userId}`: a member who is blocked has every key refused. */
export function patchMember(services: Services): Handler<AppEnv, "/api/team/members/:userId"> {
  return async (c) => {
    const key = c.get("key");
    const userId = c.req.param("userId");
    const change = parsePatch(PatchMemberRequest, await readBody(c, services.limits), {
      blocked: "true or false",
      role: "a text of 1 to 50 characters on one line, such as member or owner",
      name: "a text of 1 to 255 characters on one line",
    });
    if (!isId("usr_", userId)) throw notFound("member");
    if (userId === key.userId && change.blocked)
      throw new ApiError("INVALID_REQUEST", "A key can't block the member that it acts as.");
    const member = await administering(() => updateMember(services.db, key.teamId, userId, change));
    if (!member) throw notFound("member");
    services.keys.forget((each) => each.teamId === key.teamId && each.userId === userId);
    return reply(c, 200, { success: true, data: presentMember(member) } satisfies MemberAnswer);
  };
}
