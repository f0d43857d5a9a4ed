import { sql } from "kysely";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { inSnapshot } from "./in-snapshot.ts";
import { ofTeam } from "./of-team.ts";
import type { Verifying } from "./verifying.ts";

const PAGE = 5_000;

interface RetiredRow {
  readonly team_id: string;
  readonly record_id: string;
  readonly survivor_id: string | null;
  readonly wrong: keyof typeof WRONG | null;
  readonly position: number;
}

const WRONG = {
  alive: "its id is retired, and the record is there all the same",
  nowhere: "its id is retired, and leads to a record that isn't there",
  apart: "its id leads to another record than that which it was merged into",
  circle: "its id leads in a circle",
} as const;

/** Each id of a record that was merged leads to one that is there, step by step: all of them. */
export async function verifyRetiredIds(verifying: Verifying): Promise<void> {
  for (const tables of allEntities)
    for (let after: RetiredRow | undefined; ;) {
      const beyond = after;
      const rows = await inSnapshot(verifying.db, (trx) => readPage(trx, verifying, tables, beyond));
      for (const { team_id: teamId, record_id: recordId, survivor_id, wrong } of rows)
        if (wrong !== null)
          verifying.findings.add("sharedIdentifiers", {
            teamId,
            recordId,
            ...(survivor_id !== null && { otherId: survivor_id }),
            what: WRONG[wrong],
          });
      after = rows.at(-1);
      verifying.judged.retiredIds += after?.position ?? 0;
      verifying.looked("retired ids", verifying.judged.retiredIds);
      if ((after?.position ?? 0) < PAGE) break;
    }
}

/** Those that are wrong, and the last of the page. One that leads to nothing is a deleted record's. */
async function readPage(
  trx: Transaction<Tables>,
  { teamId }: Verifying,
  { definition, records }: EntityTables,
  after: RetiredRow | undefined,
): Promise<RetiredRow[]> {
  const isThere = (id: string) => sql`
    exists (select from ${sql.table(records)} r where r.team_id = p.team_id and r.record_id = ${sql.ref(id)})`;
  const { rows } = await sql<RetiredRow>`
    with recursive page as materialized (
      select team_id, record_id, parent_id, survivor_id from retired_records
       where starts_with(record_id, ${definition.idPrefix})
         and ${ofTeam(teamId)}
         and ${after ? sql`(team_id, record_id) > (${after.team_id}, ${after.record_id})` : sql`true`}
       order by team_id, record_id limit ${PAGE}),
    looked as materialized (
      select p.*, (row_number() over (order by p.team_id, p.record_id))::int as position,
             exists (select from teams t where t.team_id = p.team_id) as is_real,
             ${isThere("p.record_id")} as is_alive,
             ${isThere("p.survivor_id")} as has_survivor,
             ${isThere("p.parent_id")} as has_parent,
             (select t.survivor_id from retired_records t
               where t.team_id = p.team_id and t.record_id = p.parent_id) as parent_leads_to
        from page p),
    steps as (
      select team_id, record_id, parent_id from looked where is_real and not has_parent and parent_id is not null
      union all
      select s.team_id, s.record_id, t.parent_id
        from steps s join retired_records t on t.team_id = s.team_id and t.record_id = s.parent_id
    ) cycle record_id, parent_id set is_circle using path,
    circles as (select distinct team_id, record_id from steps where is_circle)
    select l.team_id, l.record_id, l.survivor_id, l.position,
           case when not is_real then null
                when is_alive then 'alive'
                when survivor_id is null then null
                when not has_survivor then 'nowhere'
                when exists (select from circles c
                              where c.team_id = l.team_id and c.record_id = l.record_id) then 'circle'
                when survivor_id is distinct from case when has_parent then parent_id else parent_leads_to end
                then 'apart' end as wrong
      from looked l
     where position = (select max(position) from looked)
        or (is_real and (is_alive or (survivor_id is not null and (
              not has_survivor
              or survivor_id is distinct from case when has_parent then parent_id else parent_leads_to end
              or exists (select from circles c where c.team_id = l.team_id and c.record_id = l.record_id)))))
     order by position`.execute(trx);
  return rows;
}
