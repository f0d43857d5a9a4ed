import { PatchTeamAnswer, PatchTeamRequest } from "@onefold/contract";
import { updateTeam } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { reading } from "../errors/reading.ts";
import { readHooks } from "../hooks/read-hooks.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentTeam } from "../present/team.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parsePatch } from "../validate/parse-request.ts";
import { TEAM } from "./samples.ts";

const UPDATED = json(PatchTeamAnswer, { success: true, data: { ...TEAM, onConflict: "merge" } });

export const updateTeamRoute = defineRoute({
  method: "PATCH",
  path: "/api/team",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "updateTeam",
  summary: "Rename the team, or set what its upserts do where they don't say",
  description:
    "`onConflict` is the team's default for upserts whose identifiers name several records. Every API process " +
    "knows it within seconds.",
  request: { body: json(PatchTeamRequest, { onConflict: "merge" }) },
  answers: { 200: answer("The team.", UPDATED) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "413", "415"],
  async handle(c, services) {
    const { teamId } = c.get("key");
    const change = parsePatch(PatchTeamRequest, await readBody(c, services.limits), {
      name: "a text of 1 to 255 characters on one line",
      onConflict: "prefer, strict or merge",
    });
    const team = await administering(() => updateTeam(services.db, teamId, change));
    services.keys.forget((key) => key.teamId === teamId);
    const hooks = await reading(() => readHooks(services.db, teamId));
    return reply(c, 200, { success: true, data: presentTeam(team, hooks) } satisfies PatchTeamAnswer);
  },
});
