import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * The first schema. `team_id` leads every primary key and unique index, so that the tables can be
 * distributed over several machines by team; `api_keys.hash` is looked up before the team is known, and
 * `settings` belong to the deployment.
 *
 * Ids and values are collated "C": they are compared byte by byte, and equal on both sides of every
 * join (unequal collations cost 3x, measured).
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await createTeams(db);
  for (const entity of ["contact", "company"] as const) await createRecords(db, entity);
  await createReceipts(db);
}

async function createTeams(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table teams (
      team_id text collate "C" primary key,
      name text not null,
      created_by text collate "C" not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table users (
      team_id text collate "C" not null references teams,
      user_id text collate "C" not null,
      email text collate "C" not null,
      name text not null,
      role text not null,
      blocked boolean not null default false,
      created_at timestamptz not null default now(),
      primary key (team_id, user_id),
      unique (team_id, email)
    )`.execute(db);
  await sql`
    create table api_keys (
      team_id text collate "C" not null,
      key_id text collate "C" not null,
      user_id text collate "C" not null,
      name text not null,
      prefix text collate "C" not null,
      hash bytea not null,
      created_at timestamptz not null default now(),
      revoked_at timestamptz,
      primary key (team_id, key_id),
      foreign key (team_id, user_id) references users
    )`.execute(db);
  await sql`create unique index api_keys_hash on api_keys (hash)`.execute(db);
  await sql`
    create table fields (
      team_id text collate "C" not null references teams,
      entity text collate "C" not null,
      name text collate "C" not null,
      label text not null,
      type text not null,
      created_at timestamptz not null default now(),
      primary key (team_id, entity, name)
    )`.execute(db);
  await sql`create table settings (name text primary key, value text not null)`.execute(db);
}

/**
 * These columns are generated so that they can be indexed. An index on an expression over `fields` would end HOT
 * updates.
 */
const GENERATED = {
  contact: sql`
    email text collate "C" generated always as (fields ->> 'email') stored,
    company_id text collate "C" generated always as (fields ->> 'companyId') stored`,
  company: sql`
    domain text collate "C" generated always as (fields ->> 'domain') stored`,
};

const RECORDS = { contact: "contacts", company: "companies" } as const;

async function createRecords(db: Kysely<Tables>, entity: "contact" | "company"): Promise<void> {
  const records = RECORDS[entity];
  const identifiers = `${entity}_identifiers`;
  await sql`
    create table ${sql.table(records)} (
      team_id text collate "C" not null,
      record_id text collate "C" not null,
      fields jsonb not null,
      stamps jsonb not null,
      source text not null,
      created_by text collate "C" not null,
      created_clock bigint not null,
      updated_clock bigint not null,
      ${GENERATED[entity]},
      primary key (team_id, record_id)
    ) with (fillfactor = 85)`.execute(db);
  await sql`
    create table ${sql.table(identifiers)} (
      team_id text collate "C" not null,
      kind text collate "C" not null,
      value text collate "C" not null,
      record_id text collate "C" not null,
      clock bigint not null,
      primary key (team_id, kind, value)
    )`.execute(db);
  await sql`
    create index ${sql.ref(`${identifiers}_record`)} on ${sql.table(identifiers)} (team_id, record_id)
  `.execute(db);
}

async function createReceipts(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table receipts (
      team_id text collate "C" not null,
      day date not null,
      job_id text collate "C" not null,
      "row" integer not null,
      clock bigint not null,
      record_id text collate "C",
      key_id text collate "C",
      result json not null,
      finished_at timestamptz not null default clock_timestamp(),
      primary key (team_id, day, job_id, "row")
    ) partition by range (day)`.execute(db);
  // History of a record, and what its erasure must strip.
  await sql`create index receipts_record on receipts (team_id, record_id, clock)`.execute(db);
  // The highest clock, the floor of every clock issued after a start.
  await sql`create index receipts_clock on receipts (clock)`.execute(db);
  // Catches a day whose partition was not made ahead, so that a receipt always finds a place.
  await sql`create table receipts_default partition of receipts default`.execute(db);
}
