import { AskedFieldSource, Entity, FieldsAnswer } from "@onefold/contract";
import type { Field } from "@onefold/contract";
import { listFields } from "@onefold/records";
import type { CustomField } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { queryChoice } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { STANDARD_FIELDS } from "../standard-fields.ts";

const FIELDS = json(FieldsAnswer, {
  success: true,
  data: {
    contact: [
      { name: "firstName", label: "First name", type: "text", source: "default" },
      { name: "seniority", label: "Seniority", type: "text", source: "custom" },
    ],
    company: [{ name: "industry", label: "Industry", type: "text", source: "default" }],
  },
});

/** Lists the standard fields, then the team's own by name. */
export const listFieldsRoute = defineRoute({
  method: "GET",
  path: "/api/fields",
  scopes: ["read"],
  operationId: "listFields",
  summary: "List the fields that records can have",
  request: {
    query: {
      entity: Entity.optional().meta({ description: "Only the fields of these; of both by default." }),
      source: AskedFieldSource.optional().meta({
        description: "Only what every team has, or only the team's own. No field is `crm_synced`.",
      }),
    },
  },
  answers: { 200: answer("The fields.", FIELDS) },
  errors: ["INVALID_REQUEST"],
  async handle(c, { db }) {
    const entity = queryChoice(c, "entity", Entity.options);
    const source = queryChoice(c, "source", AskedFieldSource.options);
    const custom = await reading(() => listFields(db, c.get("key").teamId));
    const data: FieldsAnswer["data"] = {};
    for (const each of entity ? [entity] : Entity.options)
      data[each] = fieldsOf(each, custom).filter((field) => source === undefined || field.source === source);
    return reply(c, 200, { success: true, data } satisfies FieldsAnswer);
  },
});

function fieldsOf(entity: Entity, custom: readonly CustomField[]): Field[] {
  const own = custom.filter((field) => field.entity === entity);
  return [
    ...STANDARD_FIELDS[entity],
    ...own.map(({ name, label, type }) => ({ name, label, type, source: "custom" as const })),
  ];
}
