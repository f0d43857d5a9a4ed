import { User } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { readMember } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { notFound } from "../request/record-name.ts";
import { presentRole } from "../present/member.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { MEMBER, memberParameter } from "./samples.ts";

const { userId: _id, ...rest } = MEMBER;

/** Shows a member as lemlist shows a user. */
export const getUserRoute = defineRoute({
  method: "GET",
  path: "/api/users/:id",
  scopes: ["read"],
  operationId: "getUser",
  summary: "Read a member of the team",
  request: { params: { id: memberParameter } },
  answers: { 200: answer("The member.", json(User, { _id, ...rest, mailboxes: [] })) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const userId = c.req.param("id");
    const member = isId("usr_", userId)
      ? await reading(() => readMember(db, c.get("key").teamId, userId))
      : undefined;
    if (!member) throw notFound("user");
    const { email, name, role } = member;
    const user = { _id: userId, email, ...(name !== "" && { name }), role: presentRole(role), mailboxes: [] };
    return reply(c, 200, user satisfies User);
  },
});
