import type { Identifier, IdentifierKind } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { withLinkedJob } from "@onefold/identity";
import type { LoadedRecord, OwnedIdentifier } from "../commit/commit-state.ts";
import type { EntityTables } from "./entity-tables.ts";
import { rowSet } from "./row-set.ts";
import { lookUp, sameTeam, teamOfKey } from "./same-team.ts";
import { stateOfRow } from "./record-row.ts";
import type { RecordRow } from "./record-row.ts";

export interface RecordKey {
  readonly team_id: string;
  readonly record_id: string;
}

export interface TeamIdentifier extends Identifier {
  readonly teamId: string;
}

/**
 * Loads the records of these ids with all that they own, as far as they are there. Unless told otherwise, it locks them
 * `FOR UPDATE` in id order. Without that, transactions that reach one record by different identifiers would fold over
 * the same old value (measured: 299 of 300 rounds lost a field). What the records own is read after the lock, since a
 * former holder may have added to it.
 */
export async function loadRecords(
  db: Kysely<Tables>,
  tables: EntityTables,
  keys: readonly RecordKey[],
  { lock }: { readonly lock: boolean },
): Promise<LoadedRecord[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<RecordRow>`
    select ${COLUMNS}
      from ${sql.table(tables.records)} r join ${keyRows(keys)}
        on ${sameTeam("r", "k", keys)} and r.record_id = k.record_id
     order by r.team_id, r.record_id
       ${lock ? sql`for update of r` : sql``}`.execute(db);
  return withIdentifiers(tables, rows, await loadIdentifiers(db, tables, rows));
}

export interface FreeRecords {
  readonly records: LoadedRecord[];
  /** Records that another transaction has locked. */
  readonly held: RecordKey[];
  /** Records that are locked now, but were not read: they are too large to be read with those before them. */
  readonly unread: RecordKey[];
}

/**
 * Loads records for a commit. It locks those that are free, and waits for none. It reads at most so many bytes of them,
 * beside those that it must read in any case.
 * @param keys the first ones are read first
 */
export async function loadFreeRecords(
  db: Kysely<Tables>,
  tables: EntityTables,
  keys: readonly (RecordKey & { readonly always: boolean })[],
  maxBytes: number,
): Promise<FreeRecords> {
  if (keys.length === 0) return { records: [], held: [], unread: [] };
  const places = keys.map((key, place) => ({ ...key, place }));
  const columns = { team_id: "id", record_id: "id", always: "boolean", place: "integer" } as const;
  // The size of a value is known without reading it unless it is compressed, and nearly no record's is.
  const locking = sql<RecordRow & { is_read: boolean }>`
    with locked as materialized (
      select ${COLUMNS}, k.always, k.place,
             ${sizeOf("fields")} + ${sizeOf("stamps")} as size
        from ${rowSet("k", columns, places)} join ${sql.table(tables.records)} r
          on ${sameTeam("r", "k", keys)} and r.record_id = k.record_id
         for update of r skip locked),
    measured as (
      select *, always or sum(size) over (order by place) <= ${maxBytes} as is_read from locked)
    select team_id, record_id, is_read, source, created_by, created_clock, updated_clock,
           case when is_read then fields end as fields, case when is_read then stamps end as stamps
      from measured`.execute(db);
  // What they own is read by a statement after the lock: a former holder may have added to it.
  const [{ rows }, identifiers] = await Promise.all([locking, loadIdentifiers(db, tables, keys)]);
  const isLocked = new Set(rows.map(nameOf));
  const missing = keys.filter((key) => !isLocked.has(nameOf(key)));
  return {
    records: withIdentifiers(
      tables,
      rows.filter(({ is_read }) => is_read),
      identifiers,
    ),
    held: await findThere(db, tables, missing),
    unread: rows.filter(({ is_read }) => !is_read),
  };
}

const COLUMNS = sql.raw(
  "r.team_id, r.record_id, r.fields, r.stamps, r.source, r.created_by, r.created_clock, r.updated_clock",
);

function sizeOf(column: "fields" | "stamps"): RawBuilder<number> {
  const value = sql.ref(`r.${column}`);
  return sql`case when pg_column_compression(${value}) is null then pg_column_size(${value})
                  else octet_length(${value}::text) end`;
}

function keyRows(keys: readonly RecordKey[]): RawBuilder<unknown> {
  return rowSet("k", { team_id: "id", record_id: "id" }, keys);
}

/** Writes a key as one text. */
export function nameOf({ team_id, record_id }: RecordKey): string {
  return `${team_id} ${record_id}`;
}

/** Says which of these are there, whoever has them locked. */
export async function findThere(
  db: Kysely<Tables>,
  tables: EntityTables,
  keys: readonly RecordKey[],
): Promise<RecordKey[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<RecordKey>`
    select r.team_id, r.record_id
      from ${sql.table(tables.records)} r join ${keyRows(keys)}
        on ${sameTeam("r", "k", keys)} and r.record_id = k.record_id`.execute(db);
  return rows;
}

function withIdentifiers(
  { definition }: EntityTables,
  rows: readonly RecordRow[],
  identifiers: ReadonlyMap<string, OwnedIdentifier[]>,
): LoadedRecord[] {
  return rows.map((row) => ({
    teamId: row.team_id,
    recordId: row.record_id,
    state: withLinkedJob(definition, stateOfRow(row)),
    identifiers: identifiers.get(nameOf(row)) ?? [],
    updatedClock: row.updated_clock,
  }));
}

/** Gives them by `team_id record_id`, each record's in the order in which it got them. */
async function loadIdentifiers(
  db: Kysely<Tables>,
  tables: EntityTables,
  records: readonly RecordKey[],
): Promise<Map<string, OwnedIdentifier[]>> {
  const owned = new Map<string, OwnedIdentifier[]>();
  if (records.length === 0) return owned;
  const keys = records.map(({ team_id, record_id }) => ({ team_id, record_id }));
  const { rows } = await sql<RecordKey & OwnedIdentifier>`
    select i.team_id, i.record_id, i.kind, i.value, i.clock
      from ${sql.table(tables.identifiers)} i
      join ${keyRows(keys)}
        on ${sameTeam("i", "k", keys)} and i.record_id = k.record_id`.execute(db);
  rows.sort((a, b) => a.clock - b.clock || (a.value < b.value ? -1 : 1));
  for (const { team_id, record_id, ...identifier } of rows) {
    const key = nameOf({ team_id, record_id });
    const list = owned.get(key);
    if (list) list.push(identifier);
    else owned.set(key, [identifier]);
  }
  return owned;
}

/** An identifier, and the record that owns it. */
export type OwnedBy = TeamIdentifier & { readonly recordId: string };

/** An id that leads to another record, or to none where the record was deleted. */
export type RetiredRecord = RecordKey & { readonly survivor_id: string | null };

/** Finds the records that own these identifiers. */
export async function findOwners(
  db: Kysely<Tables>,
  tables: EntityTables,
  identifiers: readonly TeamIdentifier[],
): Promise<OwnedBy[]> {
  if (identifiers.length === 0) return [];
  const keys = identifiers.map(({ teamId, kind, value }) => ({ team_id: teamId, kind, value }));
  const { rows } = await sql<RecordKey & { kind: IdentifierKind; value: string }>`
    select distinct i.team_id, i.kind, i.value, i.record_id
      from ${lookUp({
        keys: rowSet("k", { team_id: "id", kind: "id", value: "id" }, keys),
        table: tables.identifiers,
        as: "i",
        on: sql`i.team_id = ${teamOfKey("k", keys)} and i.kind = k.kind and i.value = k.value`,
      })}`.execute(db);
  return rows.map(({ team_id, record_id, kind, value }) => ({
    teamId: team_id,
    recordId: record_id,
    kind,
    value,
  }));
}

/** Says where the retired ones of these ids lead; null means to a record that was deleted. */
export async function findRetired(db: Kysely<Tables>, keys: readonly RecordKey[]): Promise<RetiredRecord[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<RetiredRecord>`
    select distinct t.team_id, t.record_id, t.survivor_id
      from retired_records t
      join ${keyRows(keys)}
        on ${sameTeam("t", "k", keys)} and t.record_id = k.record_id`.execute(db);
  return rows;
}
