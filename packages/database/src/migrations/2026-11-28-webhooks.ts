import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Webhooks: who is told of what, what is due to them, and how it went. None of it is on the way of a commit: the change
 * feed is read.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  // Where to begin when events since a time are sent again. The rows from before have none.
  await sql`alter table changes add column at timestamptz`.execute(db);
  await sql`alter table changes alter column at set default clock_timestamp()`.execute(db);
  await sql`
    create table webhooks (
      team_id text collate "C" not null references teams,
      webhook_id text collate "C" not null,
      url text not null,
      entity text,
      events text[],
      fields text[],
      description text,
      lemlist json,
      secrets json not null,
      enabled boolean not null default true,
      disabled_reason text,
      disabled_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      created_by text collate "C" not null,
      place json not null,
      replay json,
      missed_at timestamptz,
      failing_since timestamptz,
      failures integer not null default 0,
      last_success_at timestamptz,
      next_at timestamptz,
      attempts bigint not null default 0,
      primary key (team_id, webhook_id)
    )`.execute(db);
  // What workers look for several times a second.
  await sql`create index webhooks_due on webhooks (next_at) where next_at is not null`.execute(db);
  // There are about as many rows as in all webhooks' windows, and each is updated a few times.
  await sql`
    create table webhook_messages (
      team_id text collate "C" not null,
      webhook_id text collate "C" not null,
      record_id text collate "C" not null,
      entity text not null,
      message_id text collate "C" not null,
      content json not null,
      later json,
      tries integer not null default 0,
      next_at timestamptz not null,
      sending boolean not null default false,
      claim integer not null default 0,
      primary key (team_id, webhook_id, record_id)
    ) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.1)`.execute(db);
  await sql`create index webhook_messages_due on webhook_messages (team_id, webhook_id, next_at)`.execute(db);
  await sql`
    create table webhook_attempts (
      team_id text collate "C" not null,
      webhook_id text collate "C" not null,
      number bigint not null,
      at timestamptz not null,
      message_id text collate "C" not null,
      record_id text collate "C" not null,
      entity text not null,
      content json not null,
      delivered boolean not null,
      status integer,
      error text,
      duration_ms integer not null,
      answer text,
      primary key (team_id, webhook_id, number)
    )`.execute(db);
  // For erasures, and for what is past its days.
  await sql`create index webhook_attempts_record on webhook_attempts (team_id, record_id)`.execute(db);
  await sql`create index webhook_attempts_at on webhook_attempts (at)`.execute(db);
}
