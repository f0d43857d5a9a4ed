import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { survivorOf } from "../commit/commit-state.ts";
import type { Merge } from "../commit/commit-state.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import type { Statement } from "../transactions/statement.ts";
import { rowSet } from "../rows/row-set.ts";
import { sameTeam } from "../rows/same-team.ts";
import { detailOf } from "./merge-detail.ts";

/**
 * Gives what writes what merges did to the records that are part of others now: their rows go, their identifiers name the
 * survivor, and their ids lead to it. `insertMerges` keeps what an undo needs.
 */
export function mergeWrites(tables: EntityTables, merges: readonly Merge[]): Statement[] {
  if (merges.length === 0) return [];
  const retired = merges.flatMap(({ item, survivor, secondaries }) =>
    secondaries.map(({ record }) => ({
      team_id: record.teamId,
      record_id: record.recordId,
      parent_id: survivor.recordId,
      survivor_id: survivorOf(survivor).recordId,
      clock: item.clock,
    })),
  );
  const rows = rowSet(
    "n",
    { team_id: "id", record_id: "id", parent_id: "id", survivor_id: "id", clock: "bigint" },
    retired,
  );
  return [
    sql`
      delete from ${sql.table(tables.records)} r using ${rows}
       where ${sameTeam("r", "n", retired)} and r.record_id = n.record_id`,
    sql`
      update ${sql.table(tables.identifiers)} i set record_id = n.survivor_id from ${rows}
       where ${sameTeam("i", "n", retired)} and i.record_id = n.record_id`,
    // These ids had been merged into one of them before.
    sql`
      update retired_records t set survivor_id = n.survivor_id from ${rows}
       where ${sameTeam("t", "n", retired)} and t.survivor_id = n.record_id`,
    sql`
      insert into retired_records (team_id, record_id, parent_id, survivor_id, clock)
      select team_id, record_id, parent_id, survivor_id, clock from ${rows}`,
  ];
}

/**
 * Keeps what an undo needs, and numbers the merges: in the order of the commit, as a record can survive several of them.
 */
export async function insertMerges(
  trx: Transaction<Tables>,
  tables: EntityTables,
  merges: readonly Merge[],
): Promise<void> {
  if (merges.length === 0) return;
  const rows = merges.map((merge, position) => ({
    position,
    team_id: merge.item.ref.teamId,
    job_id: merge.item.ref.jobId,
    row: merge.item.ref.row,
    survivor_id: merge.survivor.recordId,
    clock: merge.item.clock,
    detail: JSON.stringify(detailOf(tables.definition, merge)),
  }));
  const columns = {
    position: "integer",
    team_id: "id",
    job_id: "id",
    row: "integer",
    survivor_id: "id",
    clock: "bigint",
    detail: "json",
  } as const;
  const { rows: numbered } = await sql<{ job_id: string; row: number; seq: number }>`
    insert into merges (team_id, job_id, "row", entity, survivor_id, clock, detail)
    select team_id, job_id, "row", ${tables.definition.entity}, survivor_id, clock, detail
      from ${rowSet("n", columns, rows)} order by position
    returning job_id, "row", seq`.execute(trx);
  const seqOf = new Map(numbered.map(({ job_id, row, seq }) => [receiptKey({ jobId: job_id, row }), seq]));
  for (const merge of merges) {
    const seq = seqOf.get(receiptKey(merge.item.ref));
    if (seq !== undefined) merge.seq = seq;
  }
}
