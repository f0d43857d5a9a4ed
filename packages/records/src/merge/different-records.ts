import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { RecordKey } from "../rows/load-records.ts";
import { rowSet } from "../rows/row-set.ts";
import { sameTeam } from "../rows/same-team.ts";

/** Two live records of a team that are known to be different. */
export interface DifferentPair {
  readonly teamId: string;
  readonly ids: readonly [string, string];
}

/**
 * Gives the pairs of these records that are known to be different: it was said of them, or of what is a part of them
 * now. If two were said to be different and somebody merged them since, that says nothing while they are one.
 */
export async function loadDifferent(
  db: Kysely<Tables>,
  records: readonly RecordKey[],
): Promise<DifferentPair[]> {
  if (records.length < 2) return [];
  const { rows } = await sql<{ team_id: string; a: string; b: string }>`
    with live as (select * from ${rowSet("k", { team_id: "id", record_id: "id" }, records)}),
         names as (
           select team_id, record_id as name, record_id from live
           union all
           select r.team_id, r.record_id, r.survivor_id
             from live l join retired_records r on ${sameTeam("r", "l", records)} and r.survivor_id = l.record_id)
    select distinct d.team_id, a.record_id as a, b.record_id as b
      from names a
      join different_records d on ${sameTeam("d", "a", records)} and d.low_id = a.name
      join names b on b.team_id = d.team_id and b.name = d.high_id
     where a.record_id <> b.record_id`.execute(db);
  return rows.map(({ team_id, a, b }) => ({ teamId: team_id, ids: [a, b] }));
}

/** Notes that each of these records is another one than each of the others. */
export async function noteDifferent(
  trx: Transaction<Tables>,
  teamId: string,
  userId: string,
  ids: readonly string[],
): Promise<void> {
  const pairs = pairsOf(ids).map(([low_id, high_id]) => ({
    team_id: teamId,
    low_id,
    high_id,
    created_by: userId,
  }));
  if (pairs.length === 0) return;
  await trx
    .insertInto("different_records")
    .values(pairs)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Forgets what was said of these records among each other, under whatever ids they had then. */
export async function forgetDifferent(
  trx: Transaction<Tables>,
  teamId: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    with names as (
      select id as name, id as record_id from unnest(${ids}::text[]) as id
      union all
      select record_id, survivor_id from retired_records
       where team_id = ${teamId} and survivor_id = any(${ids}))
    delete from different_records d using names a, names b
     where d.team_id = ${teamId} and d.low_id = a.name and d.high_id = b.name
       and a.record_id <> b.record_id`.execute(trx);
}

/** Forgets all that was said of records that are gone. */
export async function forgetAllDifferent(
  trx: Transaction<Tables>,
  teamId: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    delete from different_records
     where team_id = ${teamId} and (low_id = any(${ids}) or high_id = any(${ids}))`.execute(trx);
}

/** Gives each pair of them, the lower id first. */
function pairsOf(ids: readonly string[]): [string, string][] {
  const sorted = [...new Set(ids)].toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.flatMap((low, index) => sorted.slice(index + 1).map((high): [string, string] => [low, high]));
}
