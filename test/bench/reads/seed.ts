import { searchKey } from "@onefold/identity";
import { createTeam, maintainReceipts } from "@onefold/records";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { describeIndexes, dropIndexes } from "./secondary-indexes.ts";

/** What the reads ask for. */
export interface Seeded {
  readonly contacts: number;
  /** Has 19 of 20 contacts; the others share the rest. */
  readonly teamId: string;
  readonly smallTeamId: string;
}

const SMALL_TEAMS = 20;
const DAY_MS = 86_400_000;
const DAYS = 28;
/** Microseconds; the contacts are 100 apart. */
const FIRST_CLOCK = 1_760_000_000_000_000;

/** The ids of the n-th contact and company, as the statements below make them. */
export const contactId = (db: Database, n: number) => seededId(db, "ctc_", `c${n}`);
export const companyId = (db: Database, n: number) => seededId(db, "cpn_", `k${n}`);

/** Fills a migrated database with contacts of several teams; the schema is the migrated one again at the end. */
export async function seed(db: Database, contacts: number, log: (line: string) => void): Promise<Seeded> {
  const teams: string[] = [];
  for (let i = 0; i <= SMALL_TEAMS; i++) {
    const owner = { email: `owner-${i}@example.com`, name: "Olga" };
    teams.push((await createTeam(db, { name: `Team ${i}`, owner })).teamId);
  }
  const [teamId = "", smallTeamId = ""] = teams;
  // Each call makes the partitions of nine days.
  for (let back = DAYS; back >= 0; back -= 7)
    await maintainReceipts(db, { retentionDays: 400, now: Date.now() - back * DAY_MS });
  const schema = await describeIndexes(db);
  const rebuild = await dropIndexes(db);

  // Tables that were truncated in the same transaction are written without a log.
  await db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = off`.execute(trx);
    await sql`set local work_mem = '256MB'`.execute(trx);
    await sql`truncate contacts, companies, contact_identifiers, company_identifiers, retired_records, receipts`.execute(
      trx,
    );
    await insertNames(trx);
    log("contacts");
    await insertContacts(trx, contacts, teams);
    log("identifiers");
    await insertIdentifiers(trx);
    log("companies and receipts");
    await insertCompanies(trx, contacts, teamId);
    await insertRetired(trx, teamId);
    await insertReceipts(trx, contacts);
  });
  await sql`set maintenance_work_mem = '1GB'`.execute(db);
  for (const statement of rebuild) {
    log(statement);
    await sql.raw(statement).execute(db);
  }
  if (JSON.stringify(await describeIndexes(db)) !== JSON.stringify(schema))
    throw new Error("The indexes aren't those of the migrations.");
  log("vacuum analyze");
  await sql`vacuum analyze`.execute(db);
  await sql`checkpoint`.execute(db);
  return { contacts, teamId, smallTeamId };
}

const FIRST_NAMES =
  `Maria José Anna Jean Martin Marta Mark Laura Thomas Sofía Paul Lucas Emma Nina Peter Marco
  Julia Daniel Sara Ivan Marie Luca Eva Simon Olga Karl Lena Hugo Clara Max Ines David Alice Robert Zoë Michael
  Nora Victor Irene Oscar Helena Felix Amélie Samuel Carla Adam Rosa Leo Vera Omar Greta Ahmed Kim Yuki Wei Priya
  Raj Fatima Björn Åsa`.split(/\s+/);
const LAST_NAMES = `Smith Müller García Martin Rossi Novák Kowalski Dubois Silva Jensen Johnson Schmidt López
  Bernard Russo Svoboda Nowak Moreau Santos Nielsen Williams Schneider Martínez Petit Ferrari Horák Wiśniewski
  Laurent Oliveira Hansen Brown Fischer Sánchez Durand Bianchi Dvořák Wójcik Lefèvre Souza Pedersen Jones Weber
  Pérez Leroy Romano Černý Kamiński Roux Costa Andersen Miller Meyer Gómez Morel Colombo Procházka Lewandowski
  Fournier Pereira Christensen Davis Wagner Martin Girard Ricci Kučera Zieliński Bonnet Almeida Larsen Wilson
  Becker Ruiz Mercier Marino Veselý Szymański Dupont Ferreira Sørensen`.split(/\s+/);

/** Every pair of names; common ones are more common than rare ones. */
async function insertNames(trx: Database): Promise<void> {
  const names = FIRST_NAMES.flatMap((first, f) =>
    LAST_NAMES.map((last, l) => ({
      pair: f * LAST_NAMES.length + l,
      first,
      last,
      name_key: `${searchKey(first)} ${searchKey(last)}`,
      last_name_key: searchKey(last),
      mail: `${letters(first)}.${letters(last)}`,
    })),
  );
  await sql`
    create temp table names on commit drop as
    select * from json_to_recordset(${JSON.stringify(names)}::json)
      as n(pair int, first text, last text, name_key text, last_name_key text, mail text)`.execute(trx);
  await sql`analyze names`.execute(trx);
}

function letters(name: string): string {
  return (searchKey(name) ?? "").replace(/[^a-z]/g, "");
}

function companiesOf(contacts: number): number {
  return Math.max(100, Math.floor(contacts / 100));
}

/** The number of a contact, by the clock that it was made with. */
const NUMBER = sql`((created_clock - ${sql.lit(FIRST_CLOCK)}) / 100)`;

async function insertContacts(trx: Database, contacts: number, teams: readonly string[]): Promise<void> {
  const companies = companiesOf(contacts);
  await sql`
    insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock,
                          name_key, last_name_key)
    select team_id, record_id,
           jsonb_build_object('firstName', first, 'lastName', last, 'email', email, 'jobTitle', 'Head of ' || last,
             'location', 'Somewhere ' || g % 1000)
             || case when company_id is null then '{}'::jsonb else jsonb_build_object('companyId', company_id) end,
           jsonb_build_object('firstName', clock, 'lastName', clock, 'email', clock, 'jobTitle', clock,
             'location', clock),
           'api', 'usr_0123456789abcdefG', clock, clock, name_key, last_name_key
      from (
        select s.*, n.*, 'ctc_' || substr(md5('c' || g), 1, 17) as record_id, ${sql.lit(FIRST_CLOCK)} + g * 100 as clock,
               (${teams}::text[])[case when g % 20 = 0 then 2 + (g / 20) % ${SMALL_TEAMS} else 1 end] as team_id,
               mail || g || case when g % 3 = 0 then '@example.com' else '@mail' || g % 5000 || '.example' end as email,
               case when g % 20 = 1 then 'cpn_' || substr(md5(case (g / 20) % 4
                 when 0 then case when (g / 80) % 20 = 0 then 'old' || (g / 1600) % 3 else 'k1' end
                 when 1 then 'k2'
                 else 'k' || 3 + (g / 20) % ${companies - 3}::bigint end), 1, 17) end as company_id
          from (select g, floor(power(hashint8(g) / 4294967296.0 + 0.5, 2) * ${FIRST_NAMES.length})::int * ${LAST_NAMES.length}
                            + floor(power(hashint8(-g) / 4294967296.0 + 0.5, 1.5) * ${LAST_NAMES.length})::int as pair
                  from generate_series(1, ${contacts}::bigint) g) s
          join names n on n.pair = s.pair) c`.execute(trx);
}

/** One in ten has an alias, and one in four a LinkedIn profile. */
async function insertIdentifiers(trx: Database): Promise<void> {
  await sql`
    insert into contact_identifiers (team_id, kind, value, record_id, clock)
    select team_id, 'email', email, record_id, created_clock from contacts`.execute(trx);
  await sql`
    insert into contact_identifiers (team_id, kind, value, record_id, clock)
    select team_id, 'email', replace(email, '@', '.old@'), record_id, created_clock from contacts
     where ${NUMBER} % 10 = 0
     union all
    select team_id, 'linkedin', 'https://www.linkedin.com/in/' || split_part(email, '@', 1), record_id, created_clock
      from contacts where ${NUMBER} % 4 = 0`.execute(trx);
}

async function insertCompanies(trx: Database, contacts: number, teamId: string): Promise<void> {
  await sql`
    insert into companies (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock, name_key)
    select ${teamId}, 'cpn_' || substr(md5('k' || n), 1, 17),
           jsonb_build_object('name', name, 'domain', domain), jsonb_build_object('name', n, 'domain', n), 'api',
           'usr_0123456789abcdefG', n, n, lower(name)
      from (select n, 'Company ' || md5(n::text) as name, 'c' || n || '.example' as domain
              from generate_series(1, ${companiesOf(contacts)}::bigint) n) c`.execute(trx);
  await sql`
    insert into company_identifiers (team_id, kind, value, record_id, clock)
    select team_id, 'domain', domain, record_id, created_clock from companies`.execute(trx);
}

/** Three companies were merged into the first, and two contacts into the seventh; some others elsewhere. */
async function insertRetired(trx: Database, teamId: string): Promise<void> {
  await sql`
    insert into retired_records (team_id, record_id, parent_id, survivor_id, clock)
    select ${teamId}, 'cpn_' || substr(md5('old' || n), 1, 17), 'cpn_' || substr(md5('k1'), 1, 17),
           'cpn_' || substr(md5('k1'), 1, 17), 1 from generate_series(0, 2) n
     union all
    select ${teamId}, 'ctc_' || substr(md5('old' || n), 1, 17), 'ctc_' || substr(md5('c7'), 1, 17),
           'ctc_' || substr(md5('c7'), 1, 17), 1 from generate_series(0, 1) n
     union all
    select team_id, 'ctc_' || substr(md5('gone' || ${NUMBER}), 1, 17), record_id, record_id, created_clock
      from contacts where ${NUMBER} % 100 = 11
  `.execute(trx);
}

/** One for every twentieth contact, 400 of the seventh and of those that were merged into it, and many of the eighth. */
async function insertReceipts(trx: Database, contacts: number): Promise<void> {
  const columns = sql`team_id, day, job_id, "row", clock, record_id, key_id, result`;
  const result = sql`json_build_object('outcome', 'updated', 'matchedBy', 'email',
    'changes', json_build_object('jobTitle', json_build_object('from', 'CTO', 'to', 'CEO')),
    'warnings', json_build_array(), 'fieldRejections', json_build_array(),
    'record', json_build_object('recordId', s.record_id, 'teamId', s.team_id, 'identifiers', json_build_object(),
      'fields', s.fields, 'source', 'api', 'createdAt', 1, 'createdBy', s.created_by, 'updatedAt', 1))`;
  const numbered = sql`(select *, ${NUMBER} as g from contacts)`;
  const dayOf = (number: string) => sql`current_date - (${sql.ref(number)} % ${sql.lit(DAYS)})::int`;
  await sql`
    insert into receipts (${columns})
    select s.team_id, ${dayOf("s.g")}, 'job_' || md5(s.g::text), 0, s.created_clock, s.record_id, null, ${result}
      from ${numbered} s where s.g % 20 = 5`.execute(trx);
  await sql`
    insert into receipts (${columns})
    select s.team_id, ${dayOf("n")}, 'job_' || md5('seventh' || n), 0, s.created_clock - n * 10,
           case n % 8 when 0 then 'ctc_' || substr(md5('old0'), 1, 17)
                      when 1 then 'ctc_' || substr(md5('old1'), 1, 17) else s.record_id end, null, ${result}
      from ${numbered} s cross join generate_series(1, 400) n where s.g = 7`.execute(trx);
  await sql`
    insert into receipts (${columns})
    select s.team_id, ${dayOf("n")}, 'job_' || md5('eighth' || n), 0, s.created_clock - n * 10, s.record_id, null, ${result}
      from ${numbered} s cross join generate_series(1, ${Math.ceil(contacts / 500)}::int) n where s.g = 8`.execute(
    trx,
  );
}

async function seededId(db: Database, prefix: string, text: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select ${prefix} || substr(md5(${text}), 1, 17) as id`.execute(
    db,
  );
  return rows[0]?.id ?? "";
}
