import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import type { RecordKey } from "../rows/load-records.ts";
import type { AppliedReceipt } from "./receipt-row.ts";
import type { Verifying } from "./verifying.ts";

/** A record with more receipts of the time isn't judged: it would be looked at at one state for too long. */
const MOST_RECEIPTS = 50_000;
/** What is looked at at one state, unless one record has more receipts. */
const RECORDS = 100;
const RECEIPTS = 5_000;

export interface RecordToJudge extends RecordKey {
  /** How many of the time name it by its own id; of too many, that they are more than are judged. */
  readonly receipts: number;
}

/**
 * The records that receipts of a page name, under the ids that they have now: each on the page of the last receipt of
 * it or of a part of it, so that one with many is judged once.
 */
export async function recordsToJudge(
  trx: Transaction<Tables>,
  { since, until }: Verifying,
  applied: readonly AppliedReceipt[],
  pageEnd: number,
): Promise<RecordToJudge[]> {
  const keys = new Map(
    applied.map(({ team_id, record_id }) => [`${team_id} ${record_id}`, { team_id, record_id }]),
  );
  if (keys.size === 0) return [];
  // Dry runs leave the record as it is, and have nothing judged.
  const isNamedLater = (id: string): RawBuilder<unknown> => sql`
    exists (select from receipts r
             where r.team_id = k.team_id and r.record_id = ${sql.ref(id)}
               and r.clock > ${pageEnd} and r.clock <= ${until} and r.result ->> 'dryRun' is null)`;
  // Its parts may be many: they are looked at only where no receipt names the record itself later.
  const { rows } = await sql<RecordToJudge>`
    with named as (
      select distinct k.team_id, coalesce(t.survivor_id, k.record_id) as record_id
        from ${rowSet("k", { team_id: "id", record_id: "id" }, [...keys.values()])}
             left join retired_records t on t.team_id = k.team_id and t.record_id = k.record_id)
    select k.team_id, k.record_id,
           (select count(*)::int from (
              select from receipts r
               where r.team_id = k.team_id and r.record_id = k.record_id and r.clock > ${since}
               limit ${MOST_RECEIPTS + 1}) r) as receipts
      from named k
     where not case when ${isNamedLater("k.record_id")} then true
                    else exists (select from retired_records t
                                  where t.team_id = k.team_id and t.survivor_id = k.record_id
                                    and ${isNamedLater("t.record_id")}) end`.execute(trx);
  return rows;
}

/** Those that are to be looked at at one state each, and how many have too many receipts for that. */
export function intoSnapshots(records: readonly RecordToJudge[]): {
  readonly snapshots: RecordToJudge[][];
  readonly tooMany: number;
} {
  const few = records.filter(({ receipts }) => receipts <= MOST_RECEIPTS);
  const snapshots: RecordToJudge[][] = [];
  let receipts = 0;
  for (const record of few) {
    const last = snapshots.at(-1);
    receipts += record.receipts;
    if (last && last.length < RECORDS && receipts <= RECEIPTS) last.push(record);
    else {
      snapshots.push([record]);
      receipts = record.receipts;
    }
  }
  return { snapshots, tooMany: records.length - few.length };
}
