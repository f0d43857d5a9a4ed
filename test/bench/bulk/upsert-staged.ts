import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { EmptyTeam } from "./stores.ts";

/**
 * One statement that makes contacts and identifiers of all staged rows, and receipts if they are asked for. A row
 * is about who has its e-mail address or its LinkedIn profile: in the table, or in another row. (Rows that hang
 * together by a third one are more than two passes find; the generator makes none.)
 */
export async function upsertStaged(
  trx: Transaction<Tables>,
  team: EmptyTeam,
  withReceipts: boolean,
): Promise<void> {
  const { teamId, userId } = team;
  const receipts = withReceipts ? sql`, receipted as (${insertReceipts(team)})` : sql``;
  await sql`
    with found as (
      select s."row", s.record_id, s.linkedin, coalesce(e.record_id, l.record_id) as known_id,
             case when s.email is null then s."row" else min(s."row") over (partition by s.email) end as first
        from staging s
        left join contact_identifiers e on e.team_id = ${teamId} and e.kind = 'email' and e.value = s.email
        left join contact_identifiers l on l.team_id = ${teamId} and l.kind = 'linkedin' and l.value = s.linkedin
    ), people as (
      select *, case when linkedin is null then first else min(first) over (partition by linkedin) end as person
        from found
    ), resolved as (
      select "row", coalesce(known_id, first_value(record_id) over by_person) as id,
             row_number() over by_person as place, count(*) over (partition by person) as places
        from people
      window by_person as (partition by person order by "row")
    ), rows as materialized (
      select s.*, r.id, r.place, r.places from staging s join resolved r using ("row")
    ), upserted as (
      insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock,
                            name_key, last_name_key)
      select ${teamId}, id, fields, stamps, 'api', ${userId}, clock, clock, name_key, last_name_key
        from rows where places = 1
       union all
      select ${teamId}, id, jsonb_joined(fields order by "row"), jsonb_joined(stamps order by "row"), 'api', ${userId},
             min(clock), max(clock), max(name_key), max(last_name_key)
        from rows where places > 1 group by id
      on conflict (team_id, record_id) do update
         set fields = contacts.fields || excluded.fields, stamps = contacts.stamps || excluded.stamps,
             updated_clock = excluded.updated_clock, name_key = coalesce(excluded.name_key, contacts.name_key),
             last_name_key = coalesce(excluded.last_name_key, contacts.last_name_key)
    )${receipts}
    insert into contact_identifiers (team_id, kind, value, record_id, clock)
    select ${teamId}, 'email', email, id, clock from rows where email is not null
     union all
    select ${teamId}, 'linkedin', linkedin, id, clock from rows where linkedin is not null
    on conflict do nothing`.execute(trx);
}

/** As ours, the record as it is after the row (but for what an update changed and kept). */
function insertReceipts({ teamId, userId, keyId }: EmptyTeam) {
  return sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select ${teamId}, current_date, 'job_00000000000000000000000000000', "row", clock, id, ${keyId},
           json_build_object(
             'outcome', case place when 1 then 'created' else 'updated' end,
             'changes', json_build_object(), 'warnings', json_build_array(), 'fieldRejections', json_build_array(),
             'record', json_build_object(
               'recordId', id, 'teamId', ${teamId}::text, 'fields', fields - array['email', 'linkedinUrl'],
               'identifiers', json_build_object('email', json_build_array(email), 'linkedin', json_build_array(linkedin)),
               'ownerId', ${userId}::text, 'source', 'api', 'createdAt', clock / 1000, 'createdBy', ${userId}::text,
               'updatedAt', clock / 1000))
      from rows`;
}
