import type { Entity, FieldRejection, Item, Upsert } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { lookUp, teamOfKey } from "../rows/same-team.ts";
import type { EntityTables } from "../rows/entity-tables.ts";

/** Says whether a custom field that an item of that clock gives was taken out since the item was accepted. */
export type IsDeletedField = (teamId: string, entity: Entity, name: string, clock: number) => boolean;

/** Looks the items' custom fields up, if they have any. */
export async function loadDeletedFields(
  trx: Transaction<Tables>,
  entities: readonly EntityTables[],
  items: readonly Item[],
  homeOf: (teamId: string) => string,
): Promise<IsDeletedField> {
  const standard = new Map(
    entities.map(({ definition }) => [
      definition.entity,
      new Set(definition.fields.map(({ field }) => field)),
    ]),
  );
  const names = new Map<string, { team_id: string; entity: Entity; name: string }>();
  for (const { ref, upsert } of items)
    for (const name of Object.keys(upsert.set)) {
      if (standard.get(upsert.entity)?.has(name)) continue;
      const key = { team_id: homeOf(ref.teamId), entity: upsert.entity, name };
      names.set(keyOf(key.team_id, key.entity, name), key);
    }
  if (names.size === 0) return () => false;
  const keys = [...names.values()];
  const { rows } = await sql<{ team_id: string; entity: Entity; name: string; until_clock: number | null }>`
    select d.team_id, d.entity, d.name, d.until_clock
      from ${lookUp({
        keys: rowSet("k", { team_id: "id", entity: "id", name: "id" }, keys),
        table: "deleted_fields",
        as: "d",
        on: sql`d.team_id = ${teamOfKey("k", keys)} and d.entity = k.entity and d.name = k.name`,
      })}`.execute(trx);
  const untilOf = new Map(
    rows.map((row) => [keyOf(row.team_id, row.entity, row.name), row.until_clock ?? Infinity]),
  );
  return (teamId, entity, name, clock) => clock <= (untilOf.get(keyOf(homeOf(teamId), entity, name)) ?? -1);
}

function keyOf(teamId: string, entity: Entity, name: string): string {
  return `${teamId} ${entity} ${name}`;
}

/** Gives the upsert without the values of such fields, and what it says of them. */
export function withoutDeletedFields(
  { ref, clock, upsert }: Item,
  isDeleted: IsDeletedField,
): { upsert: Upsert; refused: FieldRejection[] } {
  const gone = Object.keys(upsert.set).filter((name) => isDeleted(ref.teamId, upsert.entity, name, clock));
  if (gone.length === 0) return { upsert, refused: [] };
  const set = Object.fromEntries(Object.entries(upsert.set).filter(([name]) => !gone.includes(name)));
  return {
    upsert: { ...upsert, set },
    refused: gone.map((field) => ({ field, reason: "unregistered", rejectedValue: upsert.set[field] ?? "" })),
  };
}
