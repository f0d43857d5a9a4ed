import type { Entity, Identifier, Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { definitionOf } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { identifiersGiven, linkGiven } from "../commit/upsert-names.ts";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import { recordColumns } from "../rows/record-row.ts";

/** Copies what the rows reach and is not copied yet. What was changed in the copies stays as it is there. */
export async function copyToShadow(trx: Transaction<Tables>, items: readonly Item[]): Promise<void> {
  const dry = items.filter(({ upsert }) => upsert.dryRun);
  for (const tables of allEntities) {
    const names = dry.flatMap((item) => namesIn(item, tables.definition.entity));
    if (names.length > 0) await copyRecords(trx, tables, names);
  }
}

interface Name {
  readonly team_id: string;
  readonly shadow_id: string;
  readonly kind?: Identifier["kind"];
  readonly value?: string;
  readonly record_id?: string;
}

/** Gives the records of that entity that a row names, to update or to link. */
function namesIn({ ref, upsert }: Item, entity: Entity): Name[] {
  const at = { team_id: ref.teamId, shadow_id: ref.jobId };
  const definition = definitionOf(upsert.entity);
  const names: Name[] = [];
  if (upsert.entity === entity) {
    for (const { kind, value } of identifiersGiven(definition, upsert)) names.push({ ...at, kind, value });
    if (upsert.recordId !== undefined) names.push({ ...at, record_id: upsert.recordId });
  }
  const linked = definition.link?.to === entity ? linkGiven(definition, upsert) : undefined;
  if (linked)
    names.push(
      "recordId" in linked ? { ...at, record_id: linked.recordId } : { ...at, ...linked.identifier },
    );
  return names;
}

const NAME_COLUMNS = { team_id: "id", shadow_id: "id", kind: "id", value: "id", record_id: "id" } as const;

async function copyRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  names: readonly Name[],
): Promise<void> {
  const { records, identifiers } = tables;
  // If a copy has an identifier, the copy answers. An identifier that isn't there yet is as the team has it.
  const { rows } = await sql<{ team_id: string; shadow_id: string; record_id: string }>`
    with names as (select * from ${rowSet("n", NAME_COLUMNS, names)}),
    reached as (
      select n.team_id, n.shadow_id, i.record_id
        from names n join ${sql.table(identifiers)} i
          on i.team_id = n.team_id and i.kind = n.kind and i.value = n.value
       where not exists (
             select from ${sql.table(identifiers)} s
              where s.team_id = n.shadow_id and s.kind = n.kind and s.value = n.value)
      union
      select n.team_id, n.shadow_id, coalesce(t.survivor_id, n.record_id)
        from names n left join retired_records t on t.team_id = n.team_id and t.record_id = n.record_id
       where n.record_id is not null)
    select r.team_id, r.shadow_id, r.record_id from reached r
     where not exists (
             select from ${sql.table(records)} s where s.team_id = r.shadow_id and s.record_id = r.record_id)
       and not exists (
             select from retired_records s where s.team_id = r.shadow_id and s.record_id = r.record_id)
  `.execute(trx);
  if (rows.length === 0) return;
  const reached = rowSet("n", { team_id: "id", shadow_id: "id", record_id: "id" }, rows);
  const { team_id: _team, record_id: _record, ...copied } = recordColumns(tables.definition);
  const columns = sql.raw(Object.keys(copied).join(", "));
  // This is one statement, which sees one state of everything. Else a record could go away or come back in between: its
  // identifier would have no record among the copies, and its rows would wait for ever.
  await sql`
    with reached as (
      select n.team_id, n.shadow_id, n.record_id from ${reached} join ${sql.table(records)} r
          on r.team_id = n.team_id and r.record_id = n.record_id),
    copied as (
      insert into ${sql.table(records)} (team_id, record_id, ${columns})
      select n.shadow_id, r.record_id, ${columns} from reached n join ${sql.table(records)} r
          on r.team_id = n.team_id and r.record_id = n.record_id
      on conflict do nothing),
    named as (
      insert into ${sql.table(identifiers)} (team_id, kind, value, record_id, clock)
      select n.shadow_id, i.kind, i.value, i.record_id, i.clock from reached n join ${sql.table(identifiers)} i
          on i.team_id = n.team_id and i.record_id = n.record_id
      on conflict do nothing)
    insert into retired_records (team_id, record_id, parent_id, survivor_id, clock)
    select n.shadow_id, t.record_id, t.parent_id, t.survivor_id, t.clock
      from reached n join retired_records t on t.team_id = n.team_id and t.survivor_id = n.record_id
    on conflict do nothing`.execute(trx);
}
