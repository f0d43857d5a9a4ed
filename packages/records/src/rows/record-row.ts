import type { FieldValue, StampColumn } from "@onefold/database";
import { companyDefinition, searchKey } from "@onefold/identity";
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

/** A row as it is written: with what searches by name compare. */
export interface WrittenRow extends RecordRow {
  name_key?: string;
  last_name_key?: string;
}

/** The columns of `WrittenRow`, for `jsonRows`. A company has no last name. */
export const RECORD_COLUMNS =
  'team_id text collate "C", record_id text collate "C", fields jsonb, stamps jsonb, source text, ' +
  'created_by text collate "C", created_clock bigint, updated_clock bigint, ' +
  'name_key text collate "C", last_name_key text collate "C"';

export function stateOfRow(row: RecordRow): RecordState {
  return {
    fields: row.fields,
    stamps: stampsOfColumns(row.stamps),
    origin: { clock: row.created_clock, source: row.source, createdBy: row.created_by },
  };
}

export function rowOfState(
  teamId: string,
  recordId: string,
  state: RecordState,
  updatedClock: number,
): WrittenRow {
  return {
    ...nameKeysOf(recordId, state.fields),
    team_id: teamId,
    record_id: recordId,
    fields: state.fields,
    stamps: columnsOfStamps(state.stamps),
    source: state.origin.source,
    created_by: state.origin.createdBy,
    created_clock: state.origin.clock,
    updated_clock: updatedClock,
  };
}

/** Stamps by field, as `RecordRow` has them. */
export function columnsOfStamps(stamps: RecordState["stamps"]): Record<string, StampColumn> {
  return Object.fromEntries(Object.entries(stamps).map(([field, stamp]) => [field, columnOfStamp(stamp)]));
}

export function stampsOfColumns(columns: Readonly<Record<string, StampColumn>>): RecordState["stamps"] {
  return Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, stampOfColumn(column)]));
}

function nameKeysOf(
  recordId: string,
  { name, firstName, lastName }: RecordState["fields"],
): Pick<WrittenRow, "name_key" | "last_name_key"> {
  const isCompany = recordId.startsWith(companyDefinition.idPrefix);
  const fullName = isCompany ? name : [firstName, lastName].filter((part) => part !== undefined).join(" ");
  const nameKey = searchKey(String(fullName ?? ""));
  const lastNameKey = isCompany ? undefined : searchKey(String(lastName ?? ""));
  return {
    ...(nameKey !== undefined && { name_key: nameKey }),
    ...(lastNameKey !== undefined && { last_name_key: lastNameKey }),
  };
}

function stampOfColumn(column: StampColumn): Stamp {
  if (typeof column === "number") return { effective: column, clock: column };
  return { effective: column[0], clock: column[1] };
}

function columnOfStamp(stamp: Stamp): StampColumn {
  return stamp.effective === stamp.clock ? stamp.clock : [stamp.effective, stamp.clock];
}
