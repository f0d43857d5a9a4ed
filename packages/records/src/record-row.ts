import type { FieldValue, StampColumn } from "@onefold/database";
import type { RecordState, Stamp } from "@onefold/identity";

/** A row of `contacts` or `companies` as it travels. */
export interface RecordRow {
  team_id: string;
  record_id: string;
  fields: Record<string, FieldValue>;
  stamps: Record<string, StampColumn>;
  source: string;
  created_by: string;
  created_clock: number;
  updated_clock: number;
}

/** The columns of `RecordRow`, for `jsonRows` and for select lists. */
export const RECORD_COLUMNS =
  'team_id text collate "C", record_id text collate "C", fields jsonb, stamps jsonb, source text, ' +
  'created_by text collate "C", created_clock bigint, updated_clock bigint';

export function stateOfRow(row: RecordRow): RecordState {
  const stamps: Record<string, Stamp> = {};
  for (const [field, stamp] of Object.entries(row.stamps)) stamps[field] = stampOfColumn(stamp);
  return {
    fields: row.fields,
    stamps,
    origin: { clock: row.created_clock, source: row.source, createdBy: row.created_by },
  };
}

export function rowOfState(
  teamId: string,
  recordId: string,
  state: RecordState,
  updatedClock: number,
): RecordRow {
  const stamps: Record<string, StampColumn> = {};
  for (const [field, stamp] of Object.entries(state.stamps)) stamps[field] = columnOfStamp(stamp);
  return {
    team_id: teamId,
    record_id: recordId,
    fields: state.fields,
    stamps,
    source: state.origin.source,
    created_by: state.origin.createdBy,
    created_clock: state.origin.clock,
    updated_clock: updatedClock,
  };
}

function stampOfColumn(column: StampColumn): Stamp {
  if (typeof column === "number") return { effective: column, clock: column };
  return { effective: column[0], clock: column[1] };
}

function columnOfStamp(stamp: Stamp): StampColumn {
  return stamp.effective === stamp.clock ? stamp.clock : [stamp.effective, stamp.clock];
}
