import type { Change } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { fold, stampOf } from "@onefold/identity";
import type { Patch } from "@onefold/identity";
import type { Transaction } from "kysely";
import type { EntityTables } from "../rows/entity-tables.ts";
import { rowOfState } from "../rows/record-row.ts";
import { recordUpdates } from "../commit/record-writes.ts";
import { runAll } from "../transactions/statement.ts";
import type { LockedRecord } from "./lock-named.ts";

/**
 * Folds a write with the operation's clock into a locked record, as an item's would be, and writes its row.
 * @returns what it changed
 */
export async function writeFields(
  trx: Transaction<Tables>,
  tables: EntityTables,
  record: LockedRecord,
  clock: number,
  write: Pick<Patch, "set" | "clear">,
): Promise<Record<string, Change>> {
  const { origin } = record.state;
  const { state, changes } = fold(record.state, { stamp: stampOf(clock), origin, ...write });
  record.state = state;
  if (Object.keys(changes).length > 0) record.updatedClock = Math.max(record.updatedClock, clock);
  const { teamId, recordId, updatedClock } = record;
  await runAll(
    trx,
    recordUpdates(tables, [rowOfState(tables.definition, teamId, recordId, state, updatedClock)]),
  );
  return changes;
}
