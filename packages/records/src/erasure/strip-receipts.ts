import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { DROPPED } from "./drop-input.ts";
import type { Erasure } from "./erasure.ts";

/** How far a round over the traces of a record has come: which range, and the last clock of it that it looked at. */
export interface Position {
  readonly range: number;
  readonly clock: number;
}

export interface Stripped {
  readonly changed: boolean;
  /** Where to go on; absent if nothing is left. */
  readonly next?: Position;
}

/**
 * Strips a limited number of receipts of an erased record: first its own, then those of records that it was a part of, then
 * what others' quote of it. Each statement finds the rows that concern it by an index, and looks at a limited number of
 * them.
 */
export async function stripReceipts(
  trx: Transaction<Tables>,
  erasure: Erasure,
  { range: first, clock }: Position,
  limit: number,
): Promise<Stripped> {
  let changed = false;
  let left = limit;
  for (const [index, range] of erasure.ranges.entries()) {
    if (index < first) continue;
    const after = index === first ? Math.max(clock, range.from - 1) : range.from - 1;
    const seen = await receiptsWithin(trx, erasure, { ...range, after }, left);
    const standing = seen.filter(({ stays }) => !stays);
    await update(trx, erasure.teamId, standing, WHOLE);
    changed ||= standing.length > 0;
    left -= seen.length;
    const last = seen.at(-1);
    if (left === 0 && last) return { changed, next: { range: index, clock: last.clock } };
  }
  const ofParts = await receiptsOfParts(trx, erasure, left);
  await update(trx, erasure.teamId, ofParts, WHOLE);
  changed ||= ofParts.length > 0;
  left -= ofParts.length;
  if (left === 0) return { changed, next: { range: erasure.ranges.length, clock: 0 } };
  const named = await receiptsNaming(trx, erasure, left);
  await update(trx, erasure.teamId, named, withoutNamed(erasure));
  changed ||= named.length > 0;
  return { changed, ...(named.length === left && { next: { range: erasure.ranges.length, clock: 0 } }) };
}

interface ReceiptKey {
  readonly day: string;
  readonly job_id: string;
  readonly row: number;
}

/** With the `fieldRejections` that it may keep, as JSON. */
interface NamingReceipt extends ReceiptKey {
  readonly rejections: string;
}

async function receiptsWithin(
  trx: Transaction<Tables>,
  { teamId, recordIds }: Erasure,
  { recordId, after, to }: { recordId: string; after: number; to: number },
  limit: number,
): Promise<(ReceiptKey & { clock: number; stays: boolean })[]> {
  // Whether a clock that lies within tells of the record is asked only where the receipt doesn't say so itself.
  const isAnothers = !recordIds.includes(recordId);
  const { rows } = await sql<ReceiptKey & { clock: number; stays: boolean }>`
    select r.day::text, r.job_id, r."row", r.clock,
           r.result ->> 'outcome' = 'erased' or (${isAnothers} and r.merge_seq is not null) as stays
      from receipts r
     where r.team_id = ${teamId} and r.record_id = ${recordId}
       and r.clock > ${after} and r.clock <= ${to}
     order by r.clock limit ${limit}`.execute(trx);
  return rows;
}

async function receiptsOfParts(
  trx: Transaction<Tables>,
  { teamId, parts }: Erasure,
  limit: number,
): Promise<ReceiptKey[]> {
  if (parts.length === 0) return [];
  const columns = { recordId: "id", first: "bigint", last: "bigint" } as const;
  const { rows } = await sql<ReceiptKey>`
    select r.day::text, r.job_id, r."row"
      from ${rowSet("p", columns, parts)}
      join receipts r on r.team_id = ${teamId} and r.record_id = p."recordId"
       and r.merge_seq > 0 and r.merge_seq between p.first and p.last
     limit ${limit}`.execute(trx);
  return rows;
}

async function receiptsNaming(
  trx: Transaction<Tables>,
  { teamId, names }: Erasure,
  limit: number,
): Promise<NamingReceipt[]> {
  const { rows } = await sql<NamingReceipt>`
    select r.day::text, r.job_id, r."row", (
             select coalesce(jsonb_agg(f - 'rejectedValue'), '[]')
               from jsonb_array_elements(r.result::jsonb -> 'fieldRejections') as f)::text as rejections
      from receipts r
     where r.team_id = ${teamId} and r.names && ${names}::bigint[] limit ${limit}`.execute(trx);
  return rows;
}

/** Names the days, so that Postgres looks into their partitions only. */
async function update(
  trx: Transaction<Tables>,
  teamId: string,
  keys: readonly (ReceiptKey & Partial<NamingReceipt>)[],
  assignments: RawBuilder<unknown>,
): Promise<void> {
  if (keys.length === 0) return;
  const columns = { day: "date", job_id: "id", row: "integer", rejections: "jsonb" } as const;
  await sql`
    update receipts r set ${assignments}
      from ${rowSet("k", columns, keys)}
     where r.team_id = ${teamId} and r.day = k.day and r.job_id = k.job_id and r."row" = k."row"
       and r.day = any(${[...new Set(keys.map(({ day }) => day))]}::date[])`.execute(trx);
}

/**
 * Jobs still say that they ended, and how. Nothing else of them is kept. An engine that distributes the tables lets an
 * update call only what is immutable, which `json_build_object` isn't.
 */
const STRIPPED = sql`jsonb_strip_nulls(jsonb_set(jsonb_set('{"outcome":"erased"}',
  '{applied}', coalesce(r.result::jsonb -> 'outcome', 'null')),
  '{action}', coalesce(r.result::jsonb -> 'action', 'null')))::json`;

/** Strips a receipt whole. It tells of nobody any more, so that nothing finds it again. */
const WHOLE = sql`result = ${STRIPPED}, names = null, merge_seq = 0`;

/**
 * A row that named the record keeps that it was rejected, and one of a dry run what it would have come to. A receipt of
 * another record keeps which fields were not applied, but no value of them.
 */
function withoutNamed({ names }: Erasure): RawBuilder<unknown> {
  const isRejected = sql`r.result ->> 'outcome' = 'rejected'`;
  const isDry = sql`r.result ->> 'dryRun' = 'true'`;
  return sql`
    result = case
      when ${isRejected} then ${droppedInput("erased")}
      when ${isDry} then ${STRIPPED}
      else jsonb_set(r.result::jsonb, '{fieldRejections}', k.rejections, false)::json end,
    merge_seq = case when ${isDry} then 0 else r.merge_seq end,
    names = case when ${isRejected} or ${isDry} then null else nullif(array(
             select unnest(r.names) except select unnest(${names}::bigint[])), '{}') end`;
}

/** Does in SQL what `dropInput` does. */
export function droppedInput(why: "erased" | "expired"): RawBuilder<unknown> {
  const dropped = { outcome: "rejected", message: DROPPED[why], inputDropped: why };
  return sql`
    jsonb_set(${JSON.stringify(dropped)}::jsonb, '{code}', coalesce(r.result::jsonb -> 'code', 'null'))::json`;
}
