import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { survivorOf } from "./commit-state.ts";
import type { EntityState, LoadedRecord } from "./commit-state.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { FoldedCommit } from "./fold-commit.ts";
import type { Statement } from "../transactions/statement.ts";
import { rowSet } from "../rows/row-set.ts";
import { sameTeam } from "../rows/same-team.ts";
import { recordColumns, rowOfState } from "../rows/record-row.ts";
import type { RecordRow } from "../rows/record-row.ts";
import { mergeWrites } from "../merge/merge-writes.ts";

/** Gives what writes the records of a commit: three statements per entity at most, and five more for merges. */
export function recordWrites(commit: FoldedCommit): Statement[] {
  return Object.values(commit.state.entities).flatMap((entity) => [
    ...recordInserts(entity.tables, rowsOf(entity, commit.created)),
    ...recordUpdates(entity.tables, rowsOf(entity, commit.touched)),
    ...mergeWrites(entity.tables, entity.merges),
    ...identifierInserts(entity),
  ]);
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

/** Gives what adds records with their rows as they are. */
export function recordInserts(tables: EntityTables, rows: readonly RecordRow[]): Statement[] {
  if (rows.length === 0) return [];
  const names = sql.raw(Object.keys(recordColumns(tables.definition)).join(", "));
  return [
    sql`
      insert into ${sql.table(tables.records)} (${names})
      select ${names} from ${writtenRows(tables, rows)}`,
  ];
}

/** Gives what writes the rows of locked records again. */
export function recordUpdates(tables: EntityTables, rows: readonly RecordRow[]): Statement[] {
  if (rows.length === 0) return [];
  const { team_id: _team, record_id: _record, ...written } = recordColumns(tables.definition);
  const assignments = sql.raw(
    Object.keys(written)
      .map((name) => `${name} = n.${name}`)
      .join(", "),
  );
  return [
    sql`
      update ${sql.table(tables.records)} r set ${assignments}
        from ${writtenRows(tables, rows)}
       where ${sameTeam("r", "n", rows)} and r.record_id = n.record_id`,
  ];
}

function writtenRows({ definition }: EntityTables, rows: readonly RecordRow[]): RawBuilder<unknown> {
  const texts = rows.map((row) => ({
    ...row,
    fields: JSON.stringify(row.fields),
    stamps: JSON.stringify(row.stamps),
  }));
  return rowSet("n", recordColumns(definition), texts);
}

function identifierInserts({ tables, attached }: EntityState): Statement[] {
  const rows = attached.map(({ record, kind, value, clock }) => ({
    team_id: record.teamId,
    kind,
    value,
    record_id: survivorOf(record).recordId,
    clock,
  }));
  if (rows.length === 0) return [];
  const columns = { team_id: "id", kind: "id", value: "id", record_id: "id", clock: "bigint" } as const;
  return [
    sql`
      insert into ${sql.table(tables.identifiers)} (team_id, kind, value, record_id, clock)
      select team_id, kind, value, record_id, clock from ${rowSet("n", columns, rows)}`,
  ];
}
