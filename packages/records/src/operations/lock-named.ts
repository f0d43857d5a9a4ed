import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { LoadedRecord } from "../commit/commit-state.ts";
import { findLastMerges, noteLastMerges } from "../merge/last-merge.ts";
import { ContentionError } from "../transactions/contention-error.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { loadRecords } from "../rows/load-records.ts";
import { lockKeys, lockKeysOfRecord } from "../commit/lock-identifiers.ts";
import { recordIdOf } from "../reads/read-record.ts";
import type { RecordName } from "../reads/read-record.ts";
import type { RecordState } from "@onefold/identity";

/** A live record, locked with all that it owns. */
export type LockedRecord = LoadedRecord & { state: RecordState };

/**
 * Locks the records of these names as a commit would: first the identifiers that they own, then the rows. A retired id
 * gives the survivor. The records are in the order of the names; undefined if there is none.
 * @throws ContentionError where they changed before they were locked
 */
export async function lockNamed(
  trx: Transaction<Tables>,
  tables: EntityTables,
  teamId: string,
  names: readonly RecordName[],
): Promise<(LockedRecord | undefined)[]> {
  const ids = await resolveNames(trx, tables, teamId, names);
  const keys = [...new Set(ids)].flatMap((id) =>
    id === undefined ? [] : [{ team_id: teamId, record_id: id }],
  );
  const seen = await loadRecords(trx, tables, keys, { lock: false });
  const named = names.flatMap((name) => ("identifier" in name ? [name.identifier] : []));
  const locked = new Set(
    lockKeysOfRecord(
      teamId,
      tables.definition.entity,
      [...named, ...seen.flatMap((record) => record.identifiers)],
      keys.map((key) => key.record_id),
    ),
  );
  await lockKeys(trx, locked);

  const records = new Map(
    (await loadRecords(trx, tables, keys, { lock: true })).map((record) => [record.recordId, record]),
  );
  noteLastMerges(records.values(), await findLastMerges(trx, keys));
  const again = await resolveNames(trx, tables, teamId, names);
  const owned = [...records.values()].flatMap((record) => record.identifiers);
  const held = lockKeysOfRecord(teamId, tables.definition.entity, owned, []);
  if (again.some((id, index) => id !== ids[index]) || held.some((key) => !locked.has(key)))
    throw new ContentionError("a record");
  return ids.map((id) => {
    const record = id === undefined ? undefined : records.get(id);
    return record && isLive(record) ? record : undefined;
  });
}

function isLive(record: LoadedRecord): record is LockedRecord {
  return record.state !== undefined;
}

async function resolveNames(
  trx: Transaction<Tables>,
  tables: EntityTables,
  teamId: string,
  names: readonly RecordName[],
): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for (const name of names) {
    const { rows } = await sql<{ record_id: string | null }>`
      select ${recordIdOf(tables, teamId, name)} as record_id`.execute(trx);
    ids.push(rows[0]?.record_id ?? undefined);
  }
  return ids;
}
