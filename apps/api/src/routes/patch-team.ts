import { PatchTeamRequest } from "@onefold/contract";
import type { PatchTeamAnswer } from "@onefold/contract";
import { updateTeam } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { presentTeam } from "../present/team.ts";
import type { AppEnv } from "../request/app-env.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { parsePatch } from "../validate/parse-request.ts";

/** `PATCH /api/team`: its name, and what its upserts do where they don't say. */
export function patchTeam(services: Services): Handler<AppEnv> {
  return async (c) => {
    const { teamId } = c.get("key");
    const change = parsePatch(PatchTeamRequest, await readBody(c, services.limits), {
      name: "a text of 1 to 255 characters on one line",
      onConflict: "prefer, strict or merge",
    });
    const team = await administering(() => updateTeam(services.db, teamId, change));
    services.keys.forget((key) => key.teamId === teamId);
    return reply(c, 200, { success: true, data: presentTeam(team) } satisfies PatchTeamAnswer);
  };
}
