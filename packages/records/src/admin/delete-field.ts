import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";

/**
 * Takes a custom field out of the registry. From then on nothing can write its values, not even items that are under
 * way. The values that records have go piece by piece (`removeFieldValues`), and then the name is free again.
 * @returns whether there was one
 */
export async function deleteField(
  db: Database,
  teamId: string,
  { entity, name }: { readonly entity: Entity; readonly name: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom("fields")
      .where("team_id", "=", teamId)
      .where("entity", "=", entity)
      .where("name", "=", name)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return false;
    await sql`
      insert into deleted_fields (team_id, entity, name) values (${teamId}, ${entity}, ${name})
      on conflict (team_id, entity, name) do update
         set deleted_at = excluded.deleted_at, position = null, changed = false, since = excluded.since,
             removed_at = null, until_clock = null`.execute(trx);
    return true;
  });
}
