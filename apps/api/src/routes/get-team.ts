import type { Team } from "@onefold/contract";
import { readTeam } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import { presentMember } from "../present/member.ts";
import { presentTeam } from "../present/team.ts";
import type { AppEnv } from "../request/app-env.ts";
import { queryChoice } from "../request/query.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/team`; `?version=v2` adds the users. */
export function getTeam({ db }: Services): Handler<AppEnv> {
  return async (c) => {
    const version = queryChoice(c, "version", ["v1", "v2"]) ?? "v1";
    const team = await reading(() => readTeam(db, c.get("key").teamId));
    if (!team) throw notFound("team");
    const users = version === "v2" && { users: team.members.map(presentMember) };
    return reply(c, 200, { ...presentTeam(team), ...users } satisfies Team);
  };
}
