import type { Entity, FieldType } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { AdminError, isViolation } from "./admin-error.ts";
import { MAX_CUSTOM_FIELDS } from "./fields.ts";
import type { CustomField } from "./fields.ts";

export interface NewField {
  readonly entity: Entity;
  readonly name: string;
  /** The name itself by default. */
  readonly label?: string | undefined;
  readonly type: FieldType;
}

/**
 * Registers a custom field. Whether the name is free among the standard fields is the caller's to check.
 * @throws AdminError where the team has one of that name, or too many
 */
export async function createField(db: Database, teamId: string, field: NewField): Promise<CustomField> {
  const created = {
    entity: field.entity,
    name: field.name,
    label: field.label ?? field.name,
    type: field.type,
  };
  try {
    const { numAffectedRows } = await sql`
      insert into fields (team_id, entity, name, label, type)
      select ${teamId}, ${created.entity}, ${created.name}, ${created.label}, ${created.type}
       where (select count(*) from fields where team_id = ${teamId} and entity = ${created.entity}) < ${MAX_CUSTOM_FIELDS}
    `.execute(db);
    if (!numAffectedRows)
      throw new AdminError(
        "TOO_MANY_FIELDS",
        `A team has at most ${MAX_CUSTOM_FIELDS} custom ${field.entity} fields.`,
      );
  } catch (error) {
    if (isViolation(error, "unique"))
      throw new AdminError("FIELD_EXISTS", `There is a ${field.entity} field ${field.name} already.`);
    if (isViolation(error, "foreign")) throw new AdminError("TEAM_NOT_FOUND", `There is no team ${teamId}.`);
    throw error;
  }
  return created;
}
