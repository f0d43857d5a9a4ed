import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";

/**
 * Takes a custom field out of the registry. The values that records have of it stay as they are, and can't
 * be written any more.
 * @returns whether there was one
 */
export async function deleteField(
  db: Database,
  teamId: string,
  field: { readonly entity: Entity; readonly name: string },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("fields")
    .where("team_id", "=", teamId)
    .where("entity", "=", field.entity)
    .where("name", "=", field.name)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
