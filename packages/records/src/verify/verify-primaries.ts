import { sql } from "kysely";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { inSnapshot } from "./in-snapshot.ts";
import { ofTeam } from "./of-team.ts";
import type { Verifying } from "./verifying.ts";

const PAGE = 5_000;

interface RecordRow {
  readonly team_id: string;
  readonly record_id: string;
  /** The first field whose value isn't an identifier of the record. */
  readonly field: string | null;
  /** Whose it is. */
  readonly other_id: string | null;
  readonly is_nameless: boolean;
  readonly position: number;
  /** Of the page: how many are no copies of a dry run. */
  readonly records: number;
}

/**
 * What a record shows as its identifiers is its own, and it has one: all records, whenever they were written. No two
 * show the same, as an identifier has one row.
 * @returns how many records there are
 */
export async function verifyPrimaries(verifying: Verifying): Promise<number> {
  let records = 0;
  for (const tables of allEntities)
    for (let after: RecordRow | undefined; ;) {
      const beyond = after;
      const rows = await inSnapshot(verifying.db, (trx) => readPage(trx, verifying, tables, beyond));
      for (const row of rows) judge(verifying, row);
      after = rows.at(-1);
      records += after?.records ?? 0;
      verifying.looked(tables.records, records);
      if ((after?.position ?? 0) < PAGE) break;
    }
  return records;
}

function judge({ findings }: Verifying, row: RecordRow): void {
  const about = { teamId: row.team_id, recordId: row.record_id };
  if (row.field !== null)
    findings.add("sharedIdentifiers", {
      ...about,
      field: row.field,
      ...(row.other_id !== null && { otherId: row.other_id }),
      what:
        row.other_id === null
          ? "it shows an identifier that names nobody"
          : "it shows an identifier that is another record's",
    });
  if (row.is_nameless) findings.add("sharedIdentifiers", { ...about, what: "it has no identifier" });
}

/** Those that are wrong, and the last of the page. Copies of dry runs are nobody's. */
async function readPage(
  trx: Transaction<Tables>,
  { teamId }: Verifying,
  { definition, records, identifiers }: EntityTables,
  after: RecordRow | undefined,
): Promise<RecordRow[]> {
  const ofIt = (kind: string, field: string) => sql`
    i.team_id = p.team_id and i.kind = ${kind} and i.value = p.fields ->> ${field}::text`;
  const cases = definition.identifiers.map(
    ({ kind, field }) => sql`
      when p.fields ? ${field} and not exists (
           select from ${sql.table(identifiers)} i
            where ${ofIt(kind, field)} and i.record_id = p.record_id)
      then ${field}`,
  );
  const owners = definition.identifiers.map(
    ({ kind, field }) => sql`
      when ${field} then (select i.record_id from ${sql.table(identifiers)} i where ${ofIt(kind, field)})`,
  );
  const { rows } = await sql<RecordRow>`
    with page as (
      select team_id, record_id, fields from ${sql.table(records)}
       where ${ofTeam(teamId)}
         and ${after ? sql`(team_id, record_id) > (${after.team_id}, ${after.record_id})` : sql`true`}
       order by team_id, record_id limit ${PAGE}),
    looked as (
      select p.team_id, p.record_id,
             (row_number() over (order by p.team_id, p.record_id))::int as position,
             exists (select from teams t where t.team_id = p.team_id) as is_real,
             w.field,
             case when w.field is not null then case w.field ${sql.join(owners, sql` `)} end end as other_id,
             not exists (select from ${sql.table(identifiers)} i
                          where i.team_id = p.team_id and i.record_id = p.record_id) as is_nameless
        from page p cross join lateral (select case ${sql.join(cases, sql` `)} end as field) w)
    select team_id, record_id, position, (select count(*)::int from looked where is_real) as records,
           case when is_real then field end as field, case when is_real then other_id end as other_id,
           is_real and is_nameless as is_nameless
      from looked
     where (is_real and (field is not null or is_nameless)) or position = (select max(position) from looked)
     order by position`.execute(trx);
  return rows;
}
