import { CreateMemberRequest, MemberAnswer, MemberRole } from "@onefold/contract";
import { canonicalEmail } from "@onefold/identity";
import { createMember } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentMember } from "../present/member.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { MEMBER } from "./samples.ts";

/** Makes a member. From then on contacts can have it as owner, and keys can act as it. */
export const createMemberRoute = defineRoute({
  method: "POST",
  path: "/api/team/members",
  scopes: ADMIN_ONLY,
  operationId: "createMember",
  summary: "Add a member to the team",
  request: { body: json(CreateMemberRequest, { email: "Otto@Example.com", name: "Otto" }) },
  answers: { 201: answer("The member.", json(MemberAnswer, { success: true, data: MEMBER })) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "MEMBER_EXISTS", "413", "415"],
  async handle(c, services) {
    const { teamId } = c.get("key");
    const { role = "member", ...rest } = parseRequest(MemberWithEmail, await readBody(c, services.limits), {
      email: "an e-mail address of at most 254 characters",
      name: "a text of 1 to 255 characters on one line",
      role: `one of ${MemberRole.options.join(", ")}`,
    });
    const member = await administering(() => createMember(services.db, teamId, { ...rest, role }));
    return reply(c, 201, { success: true, data: presentMember(member) } satisfies MemberAnswer);
  },
});

/** The e-mail is checked with the rest, so that all problems are reported at once. */
const MemberWithEmail = CreateMemberRequest.extend({
  email: CreateMemberRequest.shape.email.refine((email) => canonicalEmail(email) !== undefined),
});
