import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Where the feeds of all teams end now. */
export interface FeedEnd {
  /** Names this history of the database. It is another one after a restore or a failover, which may have lost some of it. */
  readonly epoch: string;
  /**
   * The lowest transaction that may still be under way. What was below is there to be read, or was rolled back: nothing
   * appears there any more. Those above wait until it has ended, however long ago they were committed themselves.
   */
  readonly xid: number;
  /** The UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The oldest day whose changes are kept; null where none has gone yet. */
  readonly oldestDay: string | null;
}

/**
 * Reads where feeds end, and has all of it on the disk, so that places there can be given out. Only the primary can say
 * it: a standby's transactions aren't those of the rows.
 */
export async function readFeedEnd(db: Kysely<Tables>): Promise<FeedEnd> {
  const { isFlushed, ...end } = await lookAtFeedEnd(db);
  if (!isFlushed) await flush(db);
  return end;
}

/**
 * Reads where feeds end, as it is in memory: enough to say that there is news.
 *
 * The epoch has what is another after a restore: the server's own name, its timeline, and the numbers of the database and
 * the table, which a dump doesn't bring along.
 */
export async function lookAtFeedEnd(db: Kysely<Tables>): Promise<FeedEnd & { readonly isFlushed: boolean }> {
  const { rows } = await sql<FeedEnd & { isFlushed: boolean }>`
    select pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn() as "isFlushed",
           left(md5(concat_ws('/', s.system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), d.oid,
                                  'changes'::regclass::oid)), 16) as epoch,
           pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xid,
           to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') as day,
           (${OLDEST_DAY}) as "oldestDay"
      from pg_control_system() s, pg_database d where d.datname = current_database()`.execute(db);
  if (!rows[0]) throw new Error("the database told no end of the feed");
  return rows[0];
}

/** Reads the oldest day whose changes are kept now; null where none has gone yet. */
export async function readOldestDay(db: Kysely<Tables>): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`select (${OLDEST_DAY}) as day`.execute(db);
  return rows[0]?.day ?? null;
}

const OLDEST_DAY = sql`
  select to_char(min(to_date(substr(c.relname, 9), 'YYYYMMDD')), 'YYYY-MM-DD')
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'changes'::regclass and c.relname ~ '^changes_\\d{8}$'`;

/**
 * Has all that the end of the feed was read from on the disk. What is not, a crash takes back: an asynchronous commit or a
 * rollback, and with it the number of its transaction, which is given again. So a place behind such a number would be
 * behind a transaction that is yet to come. A commit that has something to write flushes all that was written before it
 * (postgresql.org, "WAL Internals").
 */
async function flush(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_logical_emit_message(true, 'onefold', '')`.execute(db);
}
