import { Entity, FieldType } from "@onefold/contract";
import type { Database } from "@onefold/database";
import type { CustomField } from "./fields.ts";

/** Lists the custom fields of a team, by entity and name. */
export async function listFields(db: Database, teamId: string): Promise<CustomField[]> {
  const rows = await db
    .selectFrom("fields")
    .select(["entity", "name", "label", "type"])
    .where("team_id", "=", teamId)
    .orderBy("entity")
    .orderBy("name")
    .execute();
  return rows.map((row) => ({ ...row, entity: Entity.parse(row.entity), type: FieldType.parse(row.type) }));
}
