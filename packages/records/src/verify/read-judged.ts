import { StoredResult } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { EntityTables } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import { loadRecords, nameOf } from "../rows/load-records.ts";
import type { RecordKey } from "../rows/load-records.ts";
import { fieldsByClock } from "./judged-record.ts";
import type { JudgedRecord } from "./judged-record.ts";
import { changesOf, isLaterWrite, valueIn } from "./written.ts";
import type { Written } from "./written.ts";

/** Receipts that are read at once: each carries its record. */
const PAGE = 500;

interface WholeReceipt extends RecordKey {
  readonly clock: number;
  readonly job_id: string;
  readonly row: number;
  readonly finished: number;
  readonly result: unknown;
}

/** Records of one entity with what receipts tell of them, as far as they are there. */
export async function readJudged(
  trx: Transaction<Tables>,
  tables: EntityTables,
  keys: readonly RecordKey[],
  since: number,
): Promise<JudgedRecord[]> {
  const loaded = await loadRecords(trx, tables, keys, { lock: false });
  const parts = await readParts(trx, keys);
  const restored = await readRestored(trx, keys);
  const customFields = await readCustomFields(trx, tables, keys);
  const records = loaded.flatMap(({ teamId, recordId, state, identifiers }): JudgedRecord[] => {
    const name = nameOf({ team_id: teamId, record_id: recordId });
    if (!state) return [];
    return [
      {
        definition: tables.definition,
        teamId,
        recordId,
        state,
        identifiers,
        ids: new Set([recordId, ...(parts.get(name) ?? [])]),
        wasRestored: restored.has(name),
        customFields: customFields.get(teamId) ?? new Map(),
        written: new Map(),
        lastWrites: new Map(),
        untoldAt: 0,
      },
    ];
  });
  await readOwn(trx, records, since);
  await readOthers(trx, records);
  return records;
}

/** The ids that were merged into each. */
async function readParts(
  trx: Transaction<Tables>,
  keys: readonly RecordKey[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<RecordKey & { ids: string[] }>`
    select t.team_id, t.survivor_id as record_id, array_agg(t.record_id) as ids
      from ${keyRows(keys)} join retired_records t on t.team_id = k.team_id and t.survivor_id = k.record_id
     group by t.team_id, t.survivor_id`.execute(trx);
  return new Map(rows.map((row) => [nameOf(row), row.ids]));
}

/** By team, as a record has them. */
async function readCustomFields(
  trx: Transaction<Tables>,
  { definition }: EntityTables,
  keys: readonly RecordKey[],
): Promise<Map<string, Map<string, number>>> {
  const teams = [...new Set(keys.map(({ team_id }) => team_id))];
  const { rows } = await sql<{ team_id: string; name: string; former: number }>`
    select f.team_id, f.name, coalesce(d.until_clock, -1) as former
      from fields f left join deleted_fields d
        on d.team_id = f.team_id and d.entity = f.entity and d.name = f.name
     where f.entity = ${definition.entity} and f.team_id = any(${teams}::text[])`.execute(trx);
  const byTeam = Map.groupBy(rows, (row) => row.team_id);
  return new Map(
    [...byTeam].map(([team, of]) => [team, new Map(of.map(({ name, former }) => [name, former]))]),
  );
}

/** Those that an undo gave back, or a part of which it did: receipts of the time before name the other. */
async function readRestored(trx: Transaction<Tables>, keys: readonly RecordKey[]): Promise<Set<string>> {
  const { rows } = await sql<RecordKey>`
    select k.team_id, k.record_id from ${keyRows(keys)}
     where exists (
           select from merges m
            where m.team_id = k.team_id and m.undone_clock is not null
              and m.restored_ids @> array[k.record_id])
        or exists (
           select from retired_records t join merges m on m.team_id = t.team_id
            where t.team_id = k.team_id and t.survivor_id = k.record_id and m.undone_clock is not null
              and m.restored_ids @> array[t.record_id])`.execute(trx);
  return new Set(rows.map(nameOf));
}

/**
 * The receipts of the time that name a record by its own id. A cursor comes to each of them once, whatever their number
 * and however the planner finds them: their order doesn't matter.
 */
async function readOwn(
  trx: Transaction<Tables>,
  records: readonly JudgedRecord[],
  since: number,
): Promise<void> {
  const byName = new Map(records.map((record) => [nameOf(keyOf(record)), record]));
  await sql`
    declare own no scroll cursor for
      select ${WHOLE} from ${keyRows(records.map(keyOf))}
        join receipts r on r.team_id = k.team_id and r.record_id = k.record_id
       where r.clock > ${since}`.execute(trx);
  for (;;) {
    const { rows } = await sql<WholeReceipt>`fetch ${sql.lit(PAGE)} from own`.execute(trx);
    for (const receipt of rows) {
      const record = byName.get(nameOf(receipt));
      if (record) note(record, receipt);
    }
    if (rows.length < PAGE) break;
  }
  await sql`close own`.execute(trx);
}

function note(record: JudgedRecord, receipt: WholeReceipt): void {
  const { clock, finished } = receipt;
  const { data: result } = StoredResult.safeParse(receipt.result);
  const told = result && result.outcome !== "rejected" && result.outcome !== "erased" ? result : undefined;
  if (told?.dryRun) return;
  noteWritten(record, receipt, result);
  if (!told) {
    record.untoldAt = Math.max(record.untoldAt, finished);
    return;
  }
  const created = told.outcome === "created";
  for (const [field, value] of changesOf(record.definition, told))
    if (isLaterWrite({ finished, clock }, record.lastWrites.get(field)))
      record.lastWrites.set(field, { finished, clock, value, created });
}

/** Keeps of a receipt what is asked for, where the record shows its clock. */
function noteWritten(
  record: JudgedRecord,
  receipt: WholeReceipt,
  result = StoredResult.safeParse(receipt.result).data,
): void {
  const { clock } = receipt;
  const fields = fieldsByClock(record.state).get(clock) ?? [];
  const shows = fields.length > 0 || record.identifiers.some((identifier) => identifier.clock === clock);
  if (shows && !record.written.has(clock))
    record.written.set(clock, writtenBy(record, receipt, fields, result));
}

function writtenBy(
  { definition }: JudgedRecord,
  { record_id: recordId, job_id: jobId, row }: WholeReceipt,
  fields: readonly string[],
  result: StoredResult | undefined,
): Written {
  const about = { recordId, jobId, row, merged: false, values: new Map() };
  if (!result || result.outcome === "erased") return { ...about, kind: "untold" };
  if (result.outcome === "rejected" || result.dryRun) return { ...about, kind: "none" };
  return {
    ...about,
    kind: "applied",
    merged: (result.mergedIds ?? []).length > 0,
    values: new Map(fields.map((field) => [field, valueIn(definition, result.record, field)])),
  };
}

/** The receipts of the other clocks that the records show: of before the time, or of other ids. */
async function readOthers(trx: Transaction<Tables>, records: readonly JudgedRecord[]): Promise<void> {
  const missing = records.flatMap((record) => {
    const clocks = new Set([
      ...fieldsByClock(record.state).keys(),
      ...record.identifiers.map(({ clock }) => clock),
    ]);
    return [...clocks].filter((clock) => !record.written.has(clock)).map((clock) => ({ record, clock }));
  });
  for (let from = 0; from < missing.length; from += PAGE) {
    const part = missing.slice(from, from + PAGE);
    const { rows } = await sql<WholeReceipt>`
      select ${WHOLE} from receipts r
       where r.clock = any(${part.map(({ clock }) => clock)}::bigint[])`.execute(trx);
    for (const { record, clock } of part) {
      const ofTeam = rows.filter((row) => row.clock === clock && row.team_id === record.teamId);
      // What a contact's item has created has its clock too.
      const isOfEntity = ({ record_id: id }: WholeReceipt) =>
        id.slice(0, ID_PREFIX) === record.recordId.slice(0, ID_PREFIX);
      const receipt =
        ofTeam.find((row) => record.ids.has(row.record_id)) ?? ofTeam.find(isOfEntity) ?? ofTeam[0];
      if (receipt) noteWritten(record, receipt);
    }
  }
}

/** `ctc_` or the like. */
const ID_PREFIX = 4;

const WHOLE = sql.raw(`
  r.team_id, coalesce(r.record_id, '') as record_id, r.clock, r.job_id, r."row", r.result,
  (extract(epoch from r.finished_at) * 1000000)::bigint as finished`);

function keyOf({ teamId, recordId }: JudgedRecord): RecordKey {
  return { team_id: teamId, record_id: recordId };
}

function keyRows(keys: readonly RecordKey[]) {
  return rowSet("k", { team_id: "id", record_id: "id" }, keys);
}
