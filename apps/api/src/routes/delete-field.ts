import { Entity } from "@onefold/contract";
import type { DeleteFieldAnswer } from "@onefold/contract";
import { deleteField } from "@onefold/records";
import type { Handler } from "hono";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import type { AppEnv } from "../request/app-env.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { STANDARD_FIELDS } from "../standard-fields.ts";
import { isStorable } from "../validate/clean-text.ts";

/**
 * `DELETE /api/fields/{entity}/{name}`: takes a custom field out of the registry: bodies can't give it any more, and
 * the workers remove the values that records have of it.
 */
export function deleteFieldRoute(services: Services): Handler<AppEnv, "/api/fields/:entity/:name"> {
  return async (c) => {
    const { teamId } = c.get("key");
    const entity = Entity.safeParse(c.req.param("entity")).data;
    const given = c.req.param("name");
    if (!entity || !isStorable(given)) throw notFound("field");
    const name = given.normalize("NFC");
    if (STANDARD_FIELDS[entity].some((field) => field.name === name))
      throw new ApiError("INVALID_REQUEST", `${name} is a standard field: every team has it, and keeps it.`);
    if (!(await administering(() => deleteField(services.db, teamId, { entity, name }))))
      throw notFound("field");
    services.registries.forget(teamId);
    return reply(c, 200, { success: true, data: { entity, name } } satisfies DeleteFieldAnswer);
  };
}
