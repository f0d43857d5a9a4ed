import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { survivorOf } from "./commit-state.ts";
import type { EntityState, LoadedRecord } from "./commit-state.ts";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { FoldedCommit } from "./fold-commit.ts";
import type { NewReceipt } from "../receipts/new-receipt.ts";
import { writeReceipts } from "../receipts/write-receipts.ts";
import { ID, jsonRows } from "../rows/json-rows.ts";
import { RECORD_COLUMNS, rowOfState } from "../rows/record-row.ts";
import type { WrittenRow } from "../rows/record-row.ts";
import { writeMerges } from "../merge/write-merges.ts";

/** Writes what a commit came to: at most three statements an entity, and one for all receipts or a few. */
export async function writeCommit(
  trx: Transaction<Tables>,
  commit: FoldedCommit,
  receipts: readonly NewReceipt[],
): Promise<void> {
  for (const tables of allEntities) {
    const entity = commit.state.entities[tables.definition.entity];
    await insertRecords(trx, tables, rowsOf(entity, commit.created));
    await updateRecords(trx, tables, rowsOf(entity, commit.touched));
    await writeMerges(trx, tables, entity.merges);
    await insertIdentifiers(trx, tables, entity);
  }
  await writeReceipts(trx, receipts);
}

/** Not those that are part of another now. */
function rowsOf(entity: EntityState, records: ReadonlySet<LoadedRecord>): WrittenRow[] {
  const rows: WrittenRow[] = [];
  for (const record of entity.records.values())
    if (records.has(record) && record.state && !record.mergedInto)
      rows.push(rowOfState(record.teamId, record.recordId, record.state, record.updatedClock));
  return rows;
}

const COLUMNS = "team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock";
/** A company has no last name. */
const COLUMN_NAMES = {
  company: sql.raw(`${COLUMNS}, name_key`),
  contact: sql.raw(`${COLUMNS}, name_key, last_name_key`),
};

/** Adds records with their rows as they are. */
export async function insertRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  rows: readonly WrittenRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = COLUMN_NAMES[tables.definition.entity];
  await sql`
    insert into ${sql.table(tables.records)} (${names})
    select ${names} from ${jsonRows("n", RECORD_COLUMNS, rows)}`.execute(trx);
}

/** Writes the rows of locked records again. */
export async function updateRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  rows: readonly WrittenRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update ${sql.table(tables.records)} r
       set fields = n.fields, stamps = n.stamps, source = n.source, created_by = n.created_by,
           created_clock = n.created_clock, updated_clock = n.updated_clock, name_key = n.name_key
           ${tables.definition.entity === "contact" ? sql`, last_name_key = n.last_name_key` : sql``}
      from ${jsonRows("n", RECORD_COLUMNS, rows)}
     where r.team_id = n.team_id and r.record_id = n.record_id`.execute(trx);
}

async function insertIdentifiers(
  trx: Transaction<Tables>,
  tables: EntityTables,
  entity: EntityState,
): Promise<void> {
  const rows = entity.attached.map(({ record, kind, value, clock }) => ({
    team_id: record.teamId,
    kind,
    value,
    record_id: survivorOf(record).recordId,
    clock,
  }));
  if (rows.length === 0) return;
  const columns = `team_id ${ID}, kind ${ID}, value ${ID}, record_id ${ID}, clock bigint`;
  await sql`
    insert into ${sql.table(tables.identifiers)} (team_id, kind, value, record_id, clock)
    select team_id, kind, value, record_id, clock from ${jsonRows("n", columns, rows)}`.execute(trx);
}
