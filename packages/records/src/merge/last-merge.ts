import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { LastMerge, LoadedRecord } from "../commit/commit-state.ts";
import { nameOf } from "../rows/load-records.ts";
import type { RecordKey } from "../rows/load-records.ts";
import { rowSet } from "../rows/row-set.ts";
import { teamOfKey } from "../rows/same-team.ts";

/** Finds the last merges that stand by `nameOf` their survivor. It is asked under the locks of the survivors. */
export async function findLastMerges(
  db: Kysely<Tables>,
  keys: readonly RecordKey[],
): Promise<Map<string, LastMerge>> {
  if (keys.length === 0) return new Map();
  // One look at an index for each, however many were merged into it.
  const { rows } = await sql<RecordKey & { seq: number }>`
    select k.team_id, k.record_id, m.seq
      from ${rowSet("k", { team_id: "id", record_id: "id" }, keys)}
     cross join lateral (
           select seq from merges
            where team_id = ${teamOfKey("k", keys)} and survivor_id = k.record_id and undone_clock is null
            order by seq desc limit 1) m`.execute(db);
  return new Map(rows.map(({ seq, ...key }) => [nameOf(key), { seq }]));
}

/**
 * Notes with each record what was merged into it last.
 * @param homeOf gives the team of the record that a dry run's is a copy of
 */
export function noteLastMerges(
  records: Iterable<LoadedRecord>,
  lastMerges: ReadonlyMap<string, LastMerge>,
  homeOf: (teamId: string) => string = (teamId) => teamId,
): void {
  if (lastMerges.size === 0) return;
  for (const record of records) {
    const key = { team_id: homeOf(record.teamId), record_id: record.recordId };
    const last = lastMerges.get(nameOf(key));
    if (last) record.lastMerge = last;
  }
}
