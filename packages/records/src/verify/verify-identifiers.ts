import { sql } from "kysely";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { inSnapshot } from "./in-snapshot.ts";
import { ofTeam } from "./of-team.ts";
import type { Verifying } from "./verifying.ts";

const PAGE = 20_000;

interface IdentifierRow {
  readonly team_id: string;
  readonly kind: string;
  readonly value: string;
  readonly record_id: string;
  readonly is_stray: boolean;
  readonly position: number;
}

/** Each identifier names a record that is there: all that are stored, whenever they were written. */
export async function verifyIdentifiers(verifying: Verifying): Promise<void> {
  for (const tables of allEntities)
    for (let after: IdentifierRow | undefined; ;) {
      const beyond = after;
      const rows = await inSnapshot(verifying.db, (trx) => readPage(trx, verifying, tables, beyond));
      for (const { is_stray, team_id: teamId, record_id: recordId, kind } of rows)
        if (is_stray)
          verifying.findings.add("sharedIdentifiers", {
            teamId,
            recordId,
            what: `its ${kind} is kept, and the record isn't there`,
          });
      after = rows.at(-1);
      verifying.judged.identifiers += after?.position ?? 0;
      verifying.looked(`identifiers of ${tables.records}`, verifying.judged.identifiers);
      if ((after?.position ?? 0) < PAGE) break;
    }
}

/** Those that are wrong, and the last of the page. Copies of dry runs are nobody's. */
async function readPage(
  trx: Transaction<Tables>,
  { teamId }: Verifying,
  { identifiers, records }: EntityTables,
  after: IdentifierRow | undefined,
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    with page as (
      select team_id, kind, value, record_id from ${sql.table(identifiers)}
       where ${ofTeam(teamId)}
         and ${after ? sql`(team_id, kind, value) > (${after.team_id}, ${after.kind}, ${after.value})` : sql`true`}
       order by team_id, kind, value limit ${PAGE}),
    looked as (
      select p.*, (row_number() over (order by p.team_id, p.kind, p.value))::int as position,
             r.record_id is null and exists (select from teams t where t.team_id = p.team_id) as is_stray
        from page p left join ${sql.table(records)} r
          on r.team_id = p.team_id and r.record_id = p.record_id)
    select * from looked where is_stray or position = (select max(position) from looked)
     order by position`.execute(trx);
  return rows;
}
