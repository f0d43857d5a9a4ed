import type { Team } from "@onefold/contract";
import { readTeam } from "@onefold/records";
import type { TeamWithMembers } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import { presentTime } from "../present/record-parts.ts";
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
    return reply(
      c,
      200,
      version === "v2" ? { ...presentTeam(team), users: presentUsers(team) } : presentTeam(team),
    );
  };
}

function presentTeam(team: TeamWithMembers): Team {
  return {
    _id: team.teamId,
    name: team.name,
    userIds: team.members.map(({ userId }) => userId),
    createdBy: team.createdBy,
    createdAt: presentTime(team.createdAt.getTime()),
    hooks: [],
    beta: [],
    invitedUsers: [],
  };
}

function presentUsers({ members }: TeamWithMembers): NonNullable<Team["users"]> {
  return members.map(({ userId, name, email, role }) => ({ userId, name, email, role }));
}
