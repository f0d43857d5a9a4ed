import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { inSnapshot } from "./in-snapshot.ts";
import { ofTeam } from "./of-team.ts";
import { appliedOf } from "./receipt-row.ts";
import type { ReceiptRow } from "./receipt-row.ts";
import { intoSnapshots, recordsToJudge } from "./records-to-judge.ts";
import { verifyAppliedOnce } from "./verify-applied-once.ts";
import { verifyLatestFields } from "./verify-latest-fields.ts";
import { verifyNamedRecords } from "./verify-named-records.ts";
import type { Verifying } from "./verifying.ts";

const PAGE = 2_000;

/** The receipts of the time, by clock, and the records that they name. */
export async function verifyReceipts(verifying: Verifying): Promise<void> {
  for (let after: ReceiptRow | undefined; ;) {
    const last = after;
    const { page, records } = await inSnapshot(verifying.db, async (trx) => {
      const receipts = await readPage(trx, verifying, last);
      const applied = appliedOf(receipts);
      await verifyAppliedOnce(trx, verifying, receipts, last);
      await verifyNamedRecords(trx, verifying, applied);
      return {
        page: receipts,
        records: await recordsToJudge(trx, verifying, applied, receipts.at(-1)?.clock ?? 0),
      };
    });
    const { snapshots, tooMany } = intoSnapshots(records);
    for (const together of snapshots)
      await inSnapshot(verifying.db, (trx) => verifyLatestFields(trx, verifying, together));
    verifying.unjudged.recordsTooLong += tooMany;
    verifying.judged.receipts += page.length;
    verifying.unjudged.receiptsErased += page.filter(({ outcome }) => outcome === "erased").length;
    verifying.looked("receipts", verifying.judged.receipts);
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** Two of one clock stand beside each other. Those of what was told as lost have none. */
async function readPage(
  trx: Transaction<Tables>,
  { since, until, teamId }: Verifying,
  after: ReceiptRow | undefined,
): Promise<ReceiptRow[]> {
  const beyond = after
    ? sql`r.clock >= ${after.clock} and (r.clock, r.job_id, r."row", r.day) >
          (${after.clock}, ${after.job_id}, ${after.row}::int, ${after.day}::date)`
    : sql`r.clock > ${since}`;
  const { rows } = await sql<ReceiptRow>`
    select p.clock, p.team_id, p.day::text as day, p.job_id, p."row", p.record_id,
           coalesce(j.outcome, '') as outcome, j.applied, coalesce(j."dryRun", false) as dry_run,
           (select array_agg(m.value) from json_array_elements_text(j."mergedIds") m) as merged_ids
      from (select r.* from receipts r
             where ${beyond} and r.clock <= ${until}
               and ${ofTeam(teamId, "r.team_id")}
             order by r.clock, r.job_id, r."row", r.day limit ${PAGE}) p
           cross join lateral json_to_record(p.result)
             as j(outcome text, applied text, "dryRun" boolean, "mergedIds" json)
     order by p.clock, p.job_id, p."row", p.day`.execute(trx);
  return rows;
}
