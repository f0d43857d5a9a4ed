import { Team } from "@onefold/contract";
import { may } from "@onefold/present";
import { readTeam } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { readHooks } from "../hooks/read-hooks.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { presentMember } from "../present/member.ts";
import { presentTeam } from "../present/team.ts";
import { queryChoice } from "../request/query.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { TEAM } from "./samples.ts";

const Version = z.enum(["v1", "v2"]);
const WITH_USERS = json(Team, {
  ...TEAM,
  users: [{ userId: SAMPLE.userId, name: "Olga Owner", email: "olga@example.com", role: "owner" }],
});

export const getTeamRoute = defineRoute({
  method: "GET",
  path: "/api/team",
  scopes: ["read"],
  tellsSecret: true,
  operationId: "getTeam",
  summary: "Read the team of the API key",
  request: {
    query: {
      version: Version.optional().meta({ description: "`v2` adds the users.", param: { example: "v2" } }),
    },
  },
  answers: { 200: answer("The team; with version=v2 its users too.", WITH_USERS) },
  errors: ["INVALID_REQUEST", "404"],
  async handle(c, { db }) {
    const version = queryChoice(c, "version", Version.options) ?? "v1";
    const key = c.get("key");
    const team = await reading(() => readTeam(db, key.teamId));
    if (!team) throw notFound("team");
    const hooks = may(key, "admin") ? await reading(() => readHooks(db, key.teamId)) : [];
    const users = version === "v2" && { users: team.members.map(presentMember) };
    return reply(c, 200, { ...presentTeam(team, hooks), ...users } satisfies Team);
  },
});
