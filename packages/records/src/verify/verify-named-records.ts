import { sql } from "kysely";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import { aboutItem } from "./verify-applied-once.ts";
import type { AppliedReceipt } from "./receipt-row.ts";
import type { Verifying } from "./verifying.ts";

/**
 * Each record that a receipt names is there, or its id leads to the one that it is a part of, or it was deleted: then
 * the receipt is erased, or about to be. What it merged leads to another, unless that was taken back.
 */
export async function verifyNamedRecords(
  trx: Transaction<Tables>,
  { findings }: Verifying,
  applied: readonly AppliedReceipt[],
): Promise<void> {
  const standing = applied.filter(({ outcome }) => outcome !== "erased");
  const named = standing.map((receipt) => ({ receipt, id: receipt.record_id, merged: false }));
  const merged = standing.flatMap((receipt) =>
    (receipt.merged_ids ?? []).map((id) => ({ receipt, id, merged: true })),
  );
  const all = [...named, ...merged];
  for (const { place, is_there: isThere } of await findStray(trx, all)) {
    const found = all[place];
    if (!found) continue;
    const { receipt, id } = found;
    findings.add("sharedIdentifiers", {
      ...aboutItem(receipt),
      recordId: id,
      what: isThere
        ? "it merged the record away, which is there all the same"
        : "it reached the record, which is neither there nor a part of another",
    });
  }
}

interface Named {
  readonly receipt: AppliedReceipt;
  readonly id: string;
  readonly merged: boolean;
}

/** Those that lead nowhere; of merged ones also those that are there. */
async function findStray(
  trx: Transaction<Tables>,
  named: readonly Named[],
): Promise<{ place: number; is_there: boolean }[]> {
  if (named.length === 0) return [];
  const keys = named.map(({ receipt, id, merged }, place) => ({
    place,
    team_id: receipt.team_id,
    record_id: id,
    job_id: receipt.job_id,
    row: receipt.row,
    merged,
  }));
  const columns = {
    place: "integer",
    team_id: "id",
    record_id: "id",
    job_id: "id",
    row: "integer",
    merged: "boolean",
  } as const;
  const isThere = sql.join(
    allEntities.map(
      ({ records }) => sql`
        exists (select from ${sql.table(records)} c where c.team_id = k.team_id and c.record_id = k.record_id)`,
    ),
    sql` or `,
  );
  const { rows } = await sql<{ place: number; is_there: boolean }>`
    with looked as (
      select k.*, ${isThere} as is_there,
             exists (select from retired_records t
                      where t.team_id = k.team_id and t.record_id = k.record_id) as is_retired
        from ${rowSet("k", columns, keys)})
    select place, is_there from looked l
     where not is_retired
       and case when merged
                then not exists (select from merges m
                                  where m.team_id = l.team_id and m.job_id = l.job_id and m."row" = l."row"
                                    and m.undone_clock is not null)
                else not is_there end
       and not exists (select from erasures e
                        where e.team_id = l.team_id and e.record_ids @> array[l.record_id])
     order by place`.execute(trx);
  return rows;
}
