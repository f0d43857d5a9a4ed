import type { User } from "@onefold/contract";
import { isId } from "@onefold/identity";
import { readMember } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import type { AppEnv } from "../request/app-env.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/users/{id}`: a member of the key's team, as lemlist shows a user. */
export function getUser({ db }: Services): Handler<AppEnv, "/api/users/:id"> {
  return async (c) => {
    const userId = c.req.param("id");
    const member = isId("usr_", userId)
      ? await reading(() => readMember(db, c.get("key").teamId, userId))
      : undefined;
    if (!member) throw notFound("user");
    const { email, name, role } = member;
    const user = { _id: userId, email, ...(name !== "" && { name }), role, mailboxes: [] };
    return reply(c, 200, user satisfies User);
  };
}
