import type { EntityDefinition } from "@onefold/identity";
import type { Merge, OwnedIdentifier } from "../commit/commit-state.ts";
import { rowOfState } from "../rows/record-row.ts";
import type { RecordRow } from "../rows/record-row.ts";
import { columnsOfStamps } from "../rows/stamp-columns.ts";
import type { StampColumns } from "../rows/stamp-columns.ts";

/** What an undo restores and compares. It is kept as `merges.detail`. */
export interface MergeDetail {
  /** The survivor as it would be without the merge. */
  readonly restored: RecordRow;
  /** The survivor right after the merge. */
  readonly merged: {
    readonly stamps: StampColumns;
    readonly created_clock: number;
    readonly updated_clock: number;
  };
  /** Fields whose value came from a secondary. */
  readonly moved: readonly string[];
  readonly secondaries: readonly {
    readonly row: RecordRow;
    readonly identifiers: readonly OwnedIdentifier[];
  }[];
}

export function detailOf(definition: EntityDefinition, { survivor, secondaries, trace }: Merge): MergeDetail {
  const { teamId, recordId } = survivor;
  return {
    restored: rowOfState(definition, teamId, recordId, trace.restored, trace.restoredUpdatedClock),
    merged: {
      stamps: columnsOfStamps(trace.merged.stamps),
      created_clock: trace.merged.origin.clock,
      updated_clock: trace.mergedUpdatedClock,
    },
    moved: trace.moved,
    secondaries: secondaries.map(({ record, state, updatedClock, identifiers }) => ({
      row: rowOfState(definition, record.teamId, record.recordId, state, updatedClock),
      identifiers,
    })),
  };
}
