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
  readonly is_alive: boolean;
  readonly is_astray: boolean;
  readonly position: number;
}

/** No id of a record that was merged is a record, and each leads to one that is there: all of them. */
export async function verifyRetiredIds(verifying: Verifying): Promise<void> {
  for (const tables of allEntities)
    for (let after: RetiredRow | undefined; ;) {
      const beyond = after;
      const rows = await inSnapshot(verifying.db, (trx) => readPage(trx, verifying, tables, beyond));
      for (const row of rows) judge(verifying, row);
      after = rows.at(-1);
      verifying.judged.retiredIds += after?.position ?? 0;
      verifying.looked("retired ids", verifying.judged.retiredIds);
      if ((after?.position ?? 0) < PAGE) break;
    }
}

function judge({ findings }: Verifying, row: RetiredRow): void {
  const { team_id: teamId, record_id: recordId, survivor_id, is_alive, is_astray } = row;
  if (!is_alive && !is_astray) return;
  findings.add("sharedIdentifiers", {
    teamId,
    recordId,
    ...(survivor_id !== null && { otherId: survivor_id }),
    what: is_alive
      ? "its id is retired, and the record is there all the same"
      : "its id is retired, and leads to a record that isn't there",
  });
}

/** Those that are wrong, and the last of the page. One that leads to nothing is a deleted record's; copies of dry runs are nobody's. */
async function readPage(
  trx: Transaction<Tables>,
  { teamId }: Verifying,
  { definition, records }: EntityTables,
  after: RetiredRow | undefined,
): Promise<RetiredRow[]> {
  const isThere = (id: string) => sql`
    exists (select from ${sql.table(records)} r where r.team_id = p.team_id and r.record_id = ${sql.ref(id)})`;
  const { rows } = await sql<RetiredRow>`
    with page as materialized (
      select team_id, record_id, survivor_id from retired_records
       where starts_with(record_id, ${definition.idPrefix})
         and ${ofTeam(teamId)}
         and ${after ? sql`(team_id, record_id) > (${after.team_id}, ${after.record_id})` : sql`true`}
       order by team_id, record_id limit ${PAGE}),
    looked as materialized (
      select p.*, (row_number() over (order by p.team_id, p.record_id))::int as position,
             is_real and ${isThere("p.record_id")} as is_alive,
             is_real and p.survivor_id is not null and not ${isThere("p.survivor_id")} as is_astray
        from page p cross join lateral (
             select exists (select from teams t where t.team_id = p.team_id) as is_real) real)
    select * from looked where is_alive or is_astray or position = (select max(position) from looked)
     order by position`.execute(trx);
  return rows;
}
