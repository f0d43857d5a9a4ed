import type { ColumnType } from "./row-set.ts";
import type { FieldValue } from "@onefold/database";
import { searchKey } from "@onefold/identity";
import type { EntityDefinition, RecordState } from "@onefold/identity";
import { columnsOfStamps, stampsOfColumns } from "./stamp-columns.ts";
import type { StampColumns } from "./stamp-columns.ts";

/** A row of records as it travels. */
export interface RecordRow {
  team_id: string;
  record_id: string;
  fields: Record<string, FieldValue>;
  stamps: StampColumns;
  source: string;
  created_by: string;
  created_clock: number;
  updated_clock: number;
}

/** A row as it is written, with what searches by name compare, by the entity's definition. */
export type WrittenRow = RecordRow & { [nameColumn: `${string}_key`]: string };

/** The columns of `RecordRow`. */
const COLUMNS = {
  team_id: "id",
  record_id: "id",
  fields: "jsonb",
  stamps: "jsonb",
  source: "text",
  created_by: "id",
  created_clock: "bigint",
  updated_clock: "bigint",
} as const;

/** Gives the columns of `WrittenRow` with their types. */
export function recordColumns({ nameColumns }: EntityDefinition): Record<string, ColumnType> {
  return { ...COLUMNS, ...Object.fromEntries(nameColumns.map(({ column }) => [column, "id" as const])) };
}

export function stateOfRow(row: RecordRow): RecordState {
  return {
    fields: row.fields,
    stamps: stampsOfColumns(row.stamps, row.fields),
    origin: { clock: row.created_clock, source: row.source, createdBy: row.created_by },
  };
}

export function rowOfState(
  definition: EntityDefinition,
  teamId: string,
  recordId: string,
  state: RecordState,
  updatedClock: number,
): WrittenRow {
  return {
    ...nameKeysOf(definition, state.fields),
    team_id: teamId,
    record_id: recordId,
    fields: state.fields,
    stamps: columnsOfStamps(state.stamps, state.fields),
    source: state.origin.source,
    created_by: state.origin.createdBy,
    created_clock: state.origin.clock,
    updated_clock: updatedClock,
  };
}

/** Gives what searches by name compare, by column; none if there is nothing to compare. */
export function nameKeysOf(
  { nameColumns }: EntityDefinition,
  fields: RecordState["fields"],
): Record<`${string}_key`, string> {
  const keys: Record<`${string}_key`, string> = {};
  for (const { column, of } of nameColumns) {
    const words = of.map((field) => fields[field]).filter((value) => value !== undefined);
    const key = searchKey(words.join(" "));
    if (key !== undefined) keys[column] = key;
  }
  return keys;
}
