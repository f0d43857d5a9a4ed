import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { ID, jsonRows } from "../rows/json-rows.ts";
import type { RecordKey } from "../rows/load-records.ts";
import type { AppliedReceipt } from "./receipt-row.ts";
import type { Verifying } from "./verifying.ts";

/**
 * The records that receipts of a page name, under the ids that they have now: each on the page of its last receipt, so
 * that one with many is judged once.
 */
export async function recordsToJudge(
  trx: Transaction<Tables>,
  { until }: Verifying,
  applied: readonly AppliedReceipt[],
  pageEnd: number,
): Promise<RecordKey[]> {
  const keys = new Map(
    applied.map(({ team_id, record_id }) => [`${team_id} ${record_id}`, { team_id, record_id }]),
  );
  if (keys.size === 0) return [];
  const isLater = (id: string) => sql`
    exists (select from receipts r
             where r.team_id = k.team_id and r.record_id = ${sql.ref(id)}
               and r.clock > ${pageEnd} and r.clock <= ${until})`;
  const { rows } = await sql<RecordKey>`
    with named as (
      select distinct k.team_id, coalesce(t.survivor_id, k.record_id) as record_id
        from ${jsonRows("k", `team_id ${ID}, record_id ${ID}`, [...keys.values()])}
             left join retired_records t on t.team_id = k.team_id and t.record_id = k.record_id)
    select k.team_id, k.record_id from named k where not ${isLater("k.record_id")}`.execute(trx);
  return rows;
}
