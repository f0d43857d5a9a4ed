import { sql } from "kysely";
import type { Tables } from "@onefold/database";
import type { RawBuilder, Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import { inSnapshot } from "./in-snapshot.ts";
import { ofTeam } from "./of-team.ts";
import type { Verifying } from "./verifying.ts";

/** Retired ids whose survivors are looked at at once, with all that are a part of the last of them. */
const PAGE = 5_000;

interface Survivor {
  readonly team_id: string;
  readonly survivor_id: string;
}

interface Astray extends Survivor {
  /** How many of its ids don't lead to it, and the first of them. */
  readonly count: number;
  readonly ids: readonly string[];
}

/** Each retired id leads to the record that it is a part of, parent by parent: all of them. */
export async function verifySurvivors(verifying: Verifying): Promise<void> {
  const { db, findings, judged } = verifying;
  for (let after: Survivor | undefined; ;) {
    const beyond = after;
    const { last, astray } = await inSnapshot(db, async (trx) => {
      const end = await endOfPage(trx, verifying, beyond);
      return { last: end, astray: end ? await findAstray(trx, verifying, { after: beyond, last: end }) : [] };
    });
    for (const { team_id: teamId, survivor_id: otherId, count, ids } of astray) {
      const about = {
        teamId,
        otherId,
        what: "its id leads in a circle, or to another record than that which it was merged into",
      };
      for (const recordId of ids) findings.add("sharedIdentifiers", { ...about, recordId });
      findings.add("sharedIdentifiers", about, count - ids.length);
    }
    verifying.looked("where retired ids lead", judged.retiredIds);
    if (!last) return;
    after = last;
  }
}

async function endOfPage(
  trx: Transaction<Tables>,
  { teamId }: Verifying,
  after: Survivor | undefined,
): Promise<Survivor | undefined> {
  const { rows } = await sql<Survivor>`
    select * from (
      select t.team_id, t.survivor_id from retired_records t
       where t.survivor_id is not null and ${ofTeam(teamId, "t.team_id")} and ${isBeyond(after)}
       order by t.team_id, t.survivor_id limit ${PAGE}) p
     order by team_id desc, survivor_id desc limit 1`.execute(trx);
  return rows[0];
}

/**
 * Walks down from each survivor that is there, from parent to parts. As an id has one parent, and a step to the survivor
 * itself isn't taken, no id is come to twice, however long the chains are. `offset 0` has each step look by the index of
 * parents, whatever the planner takes the number of steps for.
 */
async function findAstray(
  trx: Transaction<Tables>,
  { teamId, shown }: Verifying,
  { after, last }: { readonly after: Survivor | undefined; readonly last: Survivor },
): Promise<Astray[]> {
  const isThere = sql.join(
    allEntities.map(
      ({ records }) => sql`
        exists (select from ${sql.table(records)} r where r.team_id = p.team_id and r.record_id = p.survivor_id)`,
    ),
    sql` or `,
  );
  const partsOf = (column: "parent_id" | "survivor_id", id: string) => sql`
    cross join lateral (
      select t.record_id from retired_records t
       where t.team_id = s.team_id and ${sql.ref(`t.${column}`)} = ${sql.ref(id)}
         and t.record_id <> s.survivor_id offset 0) t`;
  const { rows } = await sql<Astray>`
    with recursive survivors as materialized (
      select p.team_id, p.survivor_id from (
        select distinct t.team_id, t.survivor_id from retired_records t
         where t.survivor_id is not null and ${ofTeam(teamId, "t.team_id")} and ${isBeyond(after)}
           and (t.team_id, t.survivor_id) <= (${last.team_id}, ${last.survivor_id})) p
       where exists (select from teams t where t.team_id = p.team_id) and (${isThere})),
    led as (
      select s.team_id, s.survivor_id, t.record_id from survivors s ${partsOf("parent_id", "s.survivor_id")}
      union all
      select s.team_id, s.survivor_id, t.record_id from led s ${partsOf("parent_id", "s.record_id")}),
    astray as (
      select team_id, survivor_id, record_id from (
        select *, true as is_led from led
        union all
        select s.team_id, s.survivor_id, t.record_id, false from survivors s ${partsOf("survivor_id", "s.survivor_id")}) b
       group by team_id, survivor_id, record_id having not bool_or(is_led))
    select team_id, survivor_id, count(*)::int as count,
           (array_agg(record_id order by record_id))[1:${shown}::int] as ids
      from astray group by team_id, survivor_id order by team_id, survivor_id`.execute(trx);
  return rows;
}

function isBeyond(after: Survivor | undefined): RawBuilder<unknown> {
  return after ? sql`(t.team_id, t.survivor_id) > (${after.team_id}, ${after.survivor_id})` : sql`true`;
}
