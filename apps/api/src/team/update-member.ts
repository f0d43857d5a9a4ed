import { MemberAnswer, MemberRole, PatchMemberRequest } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { updateMember } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentMember } from "../present/member.ts";
import { readBody } from "../request/read-body.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parsePatch } from "../validate/parse-request.ts";
import { MEMBER, memberParameter } from "./samples.ts";

const BLOCKED = json(MemberAnswer, { success: true, data: { ...MEMBER, blocked: true } });

export const updateMemberRoute = defineRoute({
  method: "PATCH",
  path: "/api/team/members/:userId",
  scopes: ADMIN_ONLY,
  operationId: "updateMember",
  summary: "Block a member, or change its name or role",
  description:
    "The keys that act as a blocked member are refused with 403, by every API process within seconds. A key " +
    "can't block the member that it acts as.",
  request: { params: { userId: memberParameter }, body: json(PatchMemberRequest, { blocked: true }) },
  answers: { 200: answer("The member.", BLOCKED) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"],
  async handle(c, services) {
    const key = c.get("key");
    const userId = c.req.param("userId");
    const change = parsePatch(PatchMemberRequest, await readBody(c, services.limits), {
      blocked: "true or false",
      role: `one of ${MemberRole.options.join(", ")}`,
      name: "a text of 1 to 255 characters on one line",
    });
    if (!isId("usr_", userId)) throw notFound("member");
    if (userId === key.userId && change.blocked)
      throw new ApiError("INVALID_REQUEST", "A key can't block the member that it acts as.");
    const member = await administering(() => updateMember(services.db, key.teamId, userId, change));
    if (!member) throw notFound("member");
    services.keys.forget((each) => each.teamId === key.teamId && each.userId === userId);
    return reply(c, 200, { success: true, data: presentMember(member) } satisfies MemberAnswer);
  },
});
