import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { survivorOf } from "./commit-state.ts";
import type { EntityState, LoadedRecord } from "./commit-state.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { FoldedCommit } from "./fold-commit.ts";
import type { NewReceipt } from "../receipts/new-receipt.ts";
import { writeReceipts } from "../receipts/write-receipts.ts";
import { ID, jsonRows } from "../rows/json-rows.ts";
import { recordColumns, rowOfState } from "../rows/record-row.ts";
import type { RecordRow } from "../rows/record-row.ts";
import { writeMerges } from "../merge/write-merges.ts";

/** Writes the result of a commit. That takes at most three statements per entity, and one or a few for all receipts. */
export async function writeCommit(
  trx: Transaction<Tables>,
  commit: FoldedCommit,
  receipts: readonly NewReceipt[],
): Promise<void> {
  for (const entity of Object.values(commit.state.entities)) {
    const { tables } = entity;
    await insertRecords(trx, tables, rowsOf(entity, commit.created));
    await updateRecords(trx, tables, rowsOf(entity, commit.touched));
    await writeMerges(trx, tables, entity.merges);
    await insertIdentifiers(trx, tables, entity);
  }
  await writeReceipts(trx, receipts);
}

/** Gives the rows of the records, without those that are a part of another now. */
function rowsOf(entity: EntityState, records: ReadonlySet<LoadedRecord>): RecordRow[] {
  const rows: RecordRow[] = [];
  for (const record of entity.records.values())
    if (records.has(record) && record.state && !record.mergedInto)
      rows.push(
        rowOfState(
          entity.tables.definition,
          record.teamId,
          record.recordId,
          record.state,
          record.updatedClock,
        ),
      );
  return rows;
}

/** Adds records with their rows as they are. */
export async function insertRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  rows: readonly RecordRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.raw(Object.keys(recordColumns(tables.definition)).join(", "));
  await sql`
    insert into ${sql.table(tables.records)} (${names})
    select ${names} from ${writtenRows(tables, rows)}`.execute(trx);
}

/** Writes the rows of locked records again. */
export async function updateRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  rows: readonly RecordRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { team_id: _team, record_id: _record, ...written } = recordColumns(tables.definition);
  const assignments = sql.raw(
    Object.keys(written)
      .map((name) => `${name} = n.${name}`)
      .join(", "),
  );
  await sql`
    update ${sql.table(tables.records)} r set ${assignments}
      from ${writtenRows(tables, rows)}
     where r.team_id = n.team_id and r.record_id = n.record_id`.execute(trx);
}

function writtenRows({ definition }: EntityTables, rows: readonly RecordRow[]): RawBuilder<unknown> {
  const columns = Object.entries(recordColumns(definition)).map(([name, type]) => `${name} ${type}`);
  return jsonRows("n", columns.join(", "), rows);
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
