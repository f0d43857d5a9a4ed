import { CreateFieldAnswer, CreateFieldRequest } from "@onefold/contract";
import { createField } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { RESERVED_NAMES } from "../standard-fields.ts";
import { parseRequest } from "../validate/parse-request.ts";

const FIELD = {
  entity: "contact",
  name: "seniority",
  label: "Seniority",
  type: "text",
} as const satisfies CreateFieldRequest;

/** Registers a field. From then on bodies can give it. */
export const createFieldRoute = defineRoute({
  method: "POST",
  path: "/api/fields",
  scopes: ADMIN_ONLY,
  operationId: "createField",
  summary: "Register a custom field",
  request: { body: json(CreateFieldRequest, FIELD) },
  answers: {
    201: answer(
      "The field.",
      json(CreateFieldAnswer, { success: true, data: { ...FIELD, source: "custom" } }),
    ),
  },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "FIELD_EXISTS", "413", "415"],
  async handle(c, services) {
    const { teamId } = c.get("key");
    const request = parseField(await readBody(c, services.limits));
    const { entity, name, label, type } = await administering(() =>
      createField(services.db, teamId, request),
    );
    services.registries.forget(teamId);
    const data = { entity, name, label, type, source: "custom" as const };
    return reply(c, 201, { success: true, data } satisfies CreateFieldAnswer);
  },
});

function parseField(body: Readonly<Record<string, unknown>>): CreateFieldRequest {
  const field = parseRequest(CreateFieldRequest, body, {
    entity: "contact or company",
    name: "letters, digits, spaces, _, - and ., at most 100 characters, the first and the last no space, - or .",
    label: "a text of 1 to 255 characters on one line",
    type: "text, number, boolean, datetime, date or phone",
  });
  if (RESERVED_NAMES[field.entity].has(field.name) || UNSAFE.has(field.name))
    throw new ApiError("FIELD_EXISTS", `The name ${field.name} is reserved: choose another one.`);
  return field;
}

/** Keys of a body can't have these names, so no body could give such a field. */
const UNSAFE = new Set(["__proto__", "constructor", "prototype"]);
