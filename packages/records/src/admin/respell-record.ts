import type { Identifier } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { recordUpdates } from "../commit/record-writes.ts";
import { writeTombstones } from "../erasure/write-tombstones.ts";
import { respellMerges } from "../merge/respell-merges.ts";
import { lockNamed } from "../operations/lock-named.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import { highestClockOf } from "../operations/take-clock.ts";
import { highestClock } from "../reads/highest-clock.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { RecordKey } from "../rows/load-records.ts";
import { rowOfState } from "../rows/record-row.ts";
import { retryContention } from "../transactions/retry-contention.ts";
import { runAll } from "../transactions/statement.ts";
import { transact } from "../transactions/transact.ts";

/** An identifier of a record whose new form belongs to another record. */
export interface LeftApart {
  readonly teamId: string;
  readonly recordId: string;
  readonly otherId: string;
}

export interface RespelledRecord {
  readonly renamed: number;
  readonly dropped: number;
  readonly left: readonly LeftApart[];
}

/**
 * Brings a record's identifiers to their new forms. If another record has the new form, the identifier stays as it is.
 * @param forms the new form by `kind value` of the old one
 */
export async function respellRecord(
  db: Database,
  tables: EntityTables,
  { team_id: teamId, record_id: recordId }: RecordKey,
  forms: ReadonlyMap<string, Identifier>,
): Promise<RespelledRecord> {
  const named = [...forms.values()].map((identifier) => ({ identifier }));
  return await retryContention(() =>
    transact(db, async (trx) => {
      const [record, ...owners] = await lockNamed(trx, tables, teamId, [{ recordId }, ...named]);
      // The record was merged or deleted since it was looked at. The next run sees what has become of it.
      if (record?.recordId !== recordId) return { result: { renamed: 0, dropped: 0, left: [] }, writes: [] };
      const ownerOf = new Map(named.map(({ identifier }, at) => [nameOf(identifier), owners[at]?.recordId]));
      const change = decide(record, forms, (identifier) => ownerOf.get(nameOf(identifier)));
      await write(trx, tables, record, change, forms);
      const { left } = change;
      return {
        result: { left, renamed: change.renamed.length, dropped: change.dropped.length },
        writes: [],
      };
    }),
  );
}

interface Change {
  /** The identifiers in their old forms. */
  readonly renamed: readonly Identifier[];
  readonly dropped: readonly Identifier[];
  readonly left: readonly LeftApart[];
}

function decide(
  { teamId, recordId, identifiers }: LockedRecord,
  forms: ReadonlyMap<string, Identifier>,
  ownerOf: (identifier: Identifier) => string | undefined,
): Change {
  const renamed: Identifier[] = [];
  const dropped: Identifier[] = [];
  const left: LeftApart[] = [];
  const own = new Set(identifiers.map(nameOf));
  for (const { kind, value } of identifiers) {
    const form = forms.get(nameOf({ kind, value }));
    if (!form) continue;
    const otherId = ownerOf(form);
    if (otherId !== undefined && otherId !== recordId) left.push({ teamId, recordId, otherId });
    else {
      (own.has(nameOf(form)) ? dropped : renamed).push({ kind, value });
      // Two old forms can have one new form.
      own.add(nameOf(form));
    }
  }
  return { renamed, dropped, left };
}

async function write(
  trx: Transaction<Tables>,
  tables: EntityTables,
  record: LockedRecord,
  { renamed, dropped }: Change,
  forms: ReadonlyMap<string, Identifier>,
): Promise<void> {
  const { teamId, recordId, state } = record;
  const gone = [...renamed, ...dropped];
  if (gone.length === 0) return;
  const going = new Map(gone.map((old) => [nameOf(old), forms.get(nameOf(old))?.value ?? old.value]));
  const isIt = ({ kind, value }: Identifier) =>
    sql`team_id = ${teamId} and kind = ${kind} and value = ${value}`;
  for (const old of renamed)
    await sql`
      update ${sql.table(tables.identifiers)} set value = ${going.get(nameOf(old))} where ${isIt(old)}
    `.execute(trx);
  for (const old of dropped)
    await sql`delete from ${sql.table(tables.identifiers)} where ${isIt(old)}`.execute(trx);
  const clock = await clockAbove(trx, record);
  await writeTombstones(
    trx,
    tables.definition.entity,
    gone.map((identifier) => ({ teamId, identifier, clock, recordId })),
  );
  const fields = { ...state.fields };
  for (const { kind, field } of tables.definition.identifiers) {
    const value = going.get(`${kind} ${String(fields[field])}`);
    if (value !== undefined) fields[field] = value;
  }
  // It is the same value in another spelling, so its stamp and the time of the record's change stay.
  const row = rowOfState(tables.definition, teamId, recordId, { ...state, fields }, record.updatedClock);
  await runAll(trx, recordUpdates(tables, [row]));
  await respellMerges(trx, tables.definition, { teamId, recordId }, going);
}

/** Gives a clock as an operation has. An operation asks the queue's store for it, but this runs without one. */
async function clockAbove(trx: Transaction<Tables>, record: LockedRecord): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000000)::bigint as now`.execute(trx);
  return Math.max(rows[0]?.now ?? 0, await highestClock(trx), highestClockOf(record)) + 1;
}

function nameOf({ kind, value }: Identifier): string {
  return `${kind} ${value}`;
}
