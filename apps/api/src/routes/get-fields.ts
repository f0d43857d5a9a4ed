import type { Entity, Field, FieldsAnswer } from "@onefold/contract";
import { listFields } from "@onefold/records";
import type { CustomField } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import type { AppEnv } from "../request/app-env.ts";
import { queryChoice } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { STANDARD_FIELDS } from "../standard-fields.ts";

const ENTITIES = ["contact", "company"] as const satisfies readonly Entity[];

/** `GET /api/fields`: ours, then the team's own by name; with `?entity=` those of one entity. */
export function getFields({ db }: Services): Handler<AppEnv> {
  return async (c) => {
    const entity = queryChoice(c, "entity", ENTITIES);
    const custom = await reading(() => listFields(db, c.get("key").teamId));
    const data: FieldsAnswer["data"] = {};
    for (const each of entity ? [entity] : ENTITIES) data[each] = fieldsOf(each, custom);
    return reply(c, 200, { success: true, data } satisfies FieldsAnswer);
  };
}

function fieldsOf(entity: Entity, custom: readonly CustomField[]): Field[] {
  const own = custom.filter((field) => field.entity === entity);
  return [
    ...STANDARD_FIELDS[entity],
    ...own.map(({ name, label, type }) => ({ name, label, type, source: "custom" as const })),
  ];
}
