import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Adds what the whole API needs: lists and search, ids that a merge or a delete retired, merges that can be undone,
 * tombstones, idempotency keys, scopes and limits of keys.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await addNameKeys(db);
  await addListIndexes(db);
  await createRetiredRecords(db);
  await createMerges(db);
  await createTombstones(db);
  await createIdempotencyKeys(db);
  await sql`alter table api_keys add scopes text[] not null default '{admin}'`.execute(db);
  // A limit is a number of requests in a window of seconds. A key without one has the deployment's own limit.
  await sql`alter table api_keys add rate_limit integer, add rate_window integer`.execute(db);
  await sql`alter table teams add on_conflict text not null default 'prefer'`.execute(db);
}

/**
 * Adds what a search by name compares. `searchKey` folds it where the row is written. It has columns of its own since
 * Postgres' lower() under "C" knows ASCII only; rows that are here already get only that until their next write.
 */
async function addNameKeys(db: Kysely<Tables>): Promise<void> {
  await sql`
    alter table contacts add name_key text collate "C", add last_name_key text collate "C"`.execute(db);
  await sql`alter table companies add name_key text collate "C"`.execute(db);
  await sql`
    update contacts
       set name_key = nullif(lower(trim(concat_ws(' ', fields ->> 'firstName', fields ->> 'lastName'))), ''),
           last_name_key = lower(fields ->> 'lastName')`.execute(db);
  await sql`update companies set name_key = lower(fields ->> 'name')`.execute(db);
}

/** Adds indexes in the order of a list, oldest first, so that a page doesn't shift while records are added. */
async function addListIndexes(db: Kysely<Tables>): Promise<void> {
  for (const records of ["contacts", "companies"])
    await sql`
      create index ${sql.ref(`${records}_created`)} on ${sql.table(records)} (team_id, created_clock, record_id)
    `.execute(db);
  await sql`
    create index contacts_company on contacts (team_id, company_id, created_clock, record_id)
     where company_id is not null`.execute(db);
  await sql`
    create index contacts_name on contacts (team_id, name_key, record_id) where name_key is not null`.execute(
    db,
  );
  await sql`
    create index contacts_last_name on contacts (team_id, last_name_key, record_id)
     where last_name_key is not null`.execute(db);
  await sql`
    create index companies_name on companies (team_id, name_key, record_id) where name_key is not null`.execute(
    db,
  );
}

/**
 * Keeps ids that name no record any more. A merged one names its survivor: the next one up (`parent_id`, which an undo
 * needs) and the last (`survivor_id`, which everything else needs). One without a survivor is a company that was
 * deleted while contacts were linked to it. Their links are void, and need no rewriting.
 */
async function createRetiredRecords(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table retired_records (
      team_id text collate "C" not null,
      record_id text collate "C" not null,
      parent_id text collate "C",
      survivor_id text collate "C",
      clock bigint not null,
      primary key (team_id, record_id)
    )`.execute(db);
  await sql`
    create index retired_records_survivor on retired_records (team_id, survivor_id)
     where survivor_id is not null`.execute(db);
  await sql`
    create index retired_records_parent on retired_records (team_id, parent_id)
     where parent_id is not null`.execute(db);
}

/** Keeps what an undo restores, as long as receipts live. */
async function createMerges(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table merges (
      team_id text collate "C" not null,
      job_id text collate "C" not null,
      "row" integer not null,
      entity text collate "C" not null,
      survivor_id text collate "C" not null,
      clock bigint not null,
      detail json,
      undone_clock bigint,
      restored_ids text[],
      primary key (team_id, job_id, "row")
    )`.execute(db);
  // The survivor's receipts of the time between tell of the records that are back, so the erasure of those needs them.
  await sql`
    create index merges_restored on merges using gin (restored_ids) where undone_clock is not null`.execute(
    db,
  );
  await sql`create index merges_survivor on merges (team_id, survivor_id, clock)`.execute(db);
  await sql`create index merges_clock on merges (clock)`.execute(db);
}

/**
 * Keeps what was erased or removed, so that a late redelivery doesn't bring it back. With a record id the value was
 * removed from that record, and an older item that names the value still means it. Without one the person was erased.
 */
async function createTombstones(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table tombstones (
      team_id text collate "C" not null,
      entity text collate "C" not null,
      kind text collate "C" not null,
      hash bytea not null,
      clock bigint not null,
      record_id text collate "C",
      primary key (team_id, entity, kind, hash)
    )`.execute(db);
  await sql`create index tombstones_clock on tombstones (clock)`.execute(db);
  await sql`
    create index tombstones_record on tombstones (team_id, record_id) where record_id is not null`.execute(
    db,
  );
}

async function createIdempotencyKeys(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table idempotency_keys (
      team_id text collate "C" not null,
      route text collate "C" not null,
      key_hash bytea not null,
      job_id text collate "C" not null,
      fingerprint bytea not null,
      clock bigint not null,
      added boolean not null default false,
      created_at timestamptz not null default now(),
      primary key (team_id, route, key_hash)
    )`.execute(db);
  await sql`create index idempotency_keys_created on idempotency_keys (created_at)`.execute(db);
}
