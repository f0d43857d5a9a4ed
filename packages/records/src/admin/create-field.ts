import type { Entity, FieldType } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { highestClock } from "../reads/highest-clock.ts";
import { AdminError, isViolation } from "./admin-error.ts";
import { MAX_CUSTOM_FIELDS } from "./fields.ts";
import type { CustomField } from "./fields.ts";

export interface NewField {
  readonly entity: Entity;
  readonly name: string;
  /** The default is the name itself. */
  readonly label?: string | undefined;
  readonly type: FieldType;
}

/**
 * Registers a custom field. The caller checks that the name is free among the standard fields. If a field of that name
 * was deleted, its values have to be gone before.
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
    const { isNameFree, isCreated } = await db
      .transaction()
      .execute((trx) => insertField(trx, teamId, created));
    if (!isNameFree)
      throw new AdminError(
        "FIELD_EXISTS",
        `The values of the ${field.entity} field ${field.name} that was deleted are still being removed: ` +
          "register it again in a minute, or use another name.",
      );
    if (!isCreated)
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

/** This is longer than any API process takes a field for what it was. */
const CACHED_SECONDS = 6;

async function insertField(
  trx: Transaction<Tables>,
  teamId: string,
  { entity, name, label, type }: CustomField,
): Promise<{ isNameFree: boolean; isCreated: boolean }> {
  const itsName = sql`team_id = ${teamId} and entity = ${entity} and name = ${name}`;
  const { rows } = await sql<{ is_gone: boolean }>`
    select removed_at is not null and deleted_at < now() - make_interval(secs => ${CACHED_SECONDS}) as is_gone
      from deleted_fields where ${itsName} for update`.execute(trx);
  // A name that is registered is refused as such.
  const former = await sql`select from fields where ${itsName}`.execute(trx);
  if (rows[0]?.is_gone === false && former.rows.length === 0) return { isNameFree: false, isCreated: false };
  const { numAffectedRows } = await sql`
    insert into fields (team_id, entity, name, label, type)
    select ${teamId}, ${entity}, ${name}, ${label}, ${type}
     where (select count(*) from fields where team_id = ${teamId} and entity = ${entity}) < ${MAX_CUSTOM_FIELDS}
  `.execute(trx);
  // Items that were accepted before this give values of the former field.
  await sql`
    update deleted_fields
       set until_clock = greatest(
             ${await highestClock(trx)}, floor(extract(epoch from statement_timestamp()) * 1000000)::bigint)
     where ${itsName}`.execute(trx);
  return { isNameFree: true, isCreated: numAffectedRows === 1n };
}
