import { DeleteFieldAnswer, Entity } from "@onefold/contract";
import { deleteField } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json, pathParameter } from "../openapi/content.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { STANDARD_FIELDS } from "../standard-fields.ts";
import { isStorable } from "../validate/clean-text.ts";

const DELETED = json(DeleteFieldAnswer, { success: true, data: { entity: "contact", name: "seniority" } });

export const deleteFieldRoute = defineRoute({
  method: "DELETE",
  path: "/api/fields/:entity/:name",
  scopes: ADMIN_ONLY,
  operationId: "deleteField",
  summary: "Take a custom field out of the registry",
  description:
    "From then on bodies can't give the field, and what is under way with it is applied without. The workers " +
    "remove the values that records have of it; once they are gone, the name can be registered again, of any " +
    "type. Standard fields can't be taken out.",
  request: {
    params: {
      entity: Entity.meta({ description: "What has the field.", param: { example: "contact" } }),
      name: pathParameter("The name under which bodies give it.", "seniority"),
    },
  },
  answers: { 200: answer("It is no field any more.", DELETED) },
  errors: ["INVALID_REQUEST", "NOT_FOUND"],
  async handle(c, services) {
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
  },
});
