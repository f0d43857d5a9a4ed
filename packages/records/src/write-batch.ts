import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { EntityState, LoadedRecord } from "./batch-state.ts";
import { allEntities } from "./entity-tables.ts";
import type { EntityTables } from "./entity-tables.ts";
import type { FoldedBatch, Outcome } from "./fold-batch.ts";
import { insertReceipts } from "./insert-receipts.ts";
import type { NewReceipt } from "./insert-receipts.ts";
import { ID, jsonRows } from "./json-rows.ts";
import { RECORD_COLUMNS, rowOfState } from "./record-row.ts";
import type { RecordRow } from "./record-row.ts";

/** Writes what a batch came to: at most three statements an entity, and one for all receipts. */
export async function writeBatch(trx: Transaction<Tables>, batch: FoldedBatch): Promise<void> {
  for (const tables of allEntities) {
    const entity = batch.state.entities[tables.definition.entity];
    await insertRecords(trx, tables, rowsOf(entity, batch.created));
    await updateRecords(trx, tables, rowsOf(entity, batch.touched));
    await insertIdentifiers(trx, tables, entity);
  }
  await insertReceipts(trx, batch.outcomes.map(receiptOf));
}

function rowsOf(entity: EntityState, records: ReadonlySet<LoadedRecord>): RecordRow[] {
  const rows: RecordRow[] = [];
  for (const record of entity.records.values())
    if (records.has(record) && record.state)
      rows.push(rowOfState(record.teamId, record.recordId, record.state, record.updatedClock));
  return rows;
}

const COLUMN_NAMES = sql.raw(
  "team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock",
);

async function insertRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  rows: readonly RecordRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into ${sql.table(tables.records)} (${COLUMN_NAMES})
    select ${COLUMN_NAMES} from ${jsonRows("n", RECORD_COLUMNS, rows)}`.execute(trx);
}

async function updateRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  rows: readonly RecordRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update ${sql.table(tables.records)} r
       set fields = n.fields, stamps = n.stamps, source = n.source, created_by = n.created_by,
           created_clock = n.created_clock, updated_clock = n.updated_clock
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
    record_id: record.recordId,
    clock,
  }));
  if (rows.length === 0) return;
  const columns = `team_id ${ID}, kind ${ID}, value ${ID}, record_id ${ID}, clock bigint`;
  await sql`
    insert into ${sql.table(tables.identifiers)} (team_id, kind, value, record_id, clock)
    select team_id, kind, value, record_id, clock from ${jsonRows("n", columns, rows)}`.execute(trx);
}

/** In the transaction of the effect that it tells of (DESIGN.md, "The truth is the receipt"). */
function receiptOf({ item, result }: Outcome): NewReceipt {
  return { ref: item.ref, clock: item.clock, keyId: item.upsert.keyId, result };
}
