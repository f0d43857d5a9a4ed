import { CreateMemberRequest } from "@onefold/contract";
import type { MemberAnswer } from "@onefold/contract";
import { canonicalEmail } from "@onefold/identity";
import { createMember } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { presentMember } from "../present/member.ts";
import type { AppEnv } from "../request/app-env.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { parseRequest } from "../validate/parse-request.ts";

/** `POST /api/team/members`: contacts can have the member as owner, and keys can act as it, from then on. */
export function postMember(services: Services): Handler<AppEnv> {
  return async (c) => {
    const { teamId } = c.get("key");
    const { role = "member", ...rest } = parseRequest(MemberWithEmail, await readBody(c, services.limits), {
      email: "an e-mail address of at most 254 characters",
      name: "a text of 1 to 255 characters on one line",
      role: "a text of 1 to 50 characters on one line, such as member or owner",
    });
    const member = await administering(() => createMember(services.db, teamId, { ...rest, role }));
    return reply(c, 201, { success: true, data: presentMember(member) } satisfies MemberAnswer);
  };
}

/** Judged along with the rest, so that all problems are reported at once. */
const MemberWithEmail = CreateMemberRequest.extend({
  email: CreateMemberRequest.shape.email.refine((email) => canonicalEmail(email) !== undefined),
});
