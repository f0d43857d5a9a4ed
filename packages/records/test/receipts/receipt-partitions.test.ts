import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { expect, test, vi } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { startPostgres } from "../../../../test/support/start-postgres.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, ContentionError, maintainReceipts, readReceipts } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";
import { THOROUGH } from "../../../../test/support/thorough.ts";

const db = await testDatabase();
const DAY_MS = 86_400_000;

async function rowsIn(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? -1;
}

test("receipts of a day without a partition are kept, and moved when it gets one; old days are dropped", async () => {
  const { item } = await newTeam(db);
  const one = item({ identifiers: [email("jane@example.com")] });
  await commitOnce(db, [one]);
  expect(await rowsIn("receipts_default")).toBe(1);

  const both = await Promise.all([1, 2].map(() => maintainReceipts(db, { retentionDays: 30 })));
  expect(both).toEqual([[], []]);
  expect(await rowsIn("receipts_default")).toBe(0);
  expect((await readReceipts(db, [one.ref])).size).toBe(1);

  const later = one.ref.acceptedAt + 31 * DAY_MS;
  const dropped = await maintainReceipts(db, { retentionDays: 30, now: later });
  expect(dropped).toContain(`receipts_${yesterdayOf(one.ref.acceptedAt)}`);
  await maintainReceipts(db, { retentionDays: 30, now: later + DAY_MS });
  expect((await readReceipts(db, [one.ref])).size).toBe(0);
});

test("a machine that takes now for 40 days later drops nothing, and makes the partitions of today", async () => {
  await using database = await createTestDatabase();
  const there = createDatabase({ url: database.url, max: 1 });
  const { item } = await newTeam(there);
  const one = item({ identifiers: [email("john@example.com")] });
  await commitOnce(there, [one]);
  // It is in the default partition, then in that of today.
  const ahead = { DATABASE_URL: database.url, AHEAD_MS: String(40 * DAY_MS) };
  const program = new URL("../support/maintain-ahead.ts", import.meta.url).pathname;
  for (let time = 1; time <= 2; time++) {
    const env = { ...process.env, ...ahead };
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
    expect(JSON.parse(stdout)).toEqual([]);
    expect((await readReceipts(there, [one.ref])).size).toBe(1);
  }
  const { rows } = await sql<{ name: string }>`
    select to_regclass('receipts_' || to_char(now() at time zone 'utc', 'YYYYMMDD')) as name`.execute(there);
  await there.destroy();
  expect(rows[0]?.name).not.toBeNull();
});

test("a day that is dropped keeps nobody from the receipts, and one left half dropped is dropped later", async () => {
  await using database = await createTestDatabase();
  const there = createDatabase({ url: database.url, max: 3 });
  const { item } = await newTeam(there);
  await sql`select create_receipts_day(${OLD}::date)`.execute(there);
  // As a worker does that is killed right after it.
  await sql`select detach_receipts_day(${OLD}::date)`.execute(there);
  let maintained: Promise<string[]> | undefined;
  await there.transaction().execute(async (reader) => {
    await sql`select from ${sql.table(OLD_DAY)}`.execute(reader);
    maintained = maintainReceipts(there, { retentionDays: 30 });
    await until(there, sql`select from pg_locks where not granted and relation = ${OLD_DAY}::regclass`);
    const one = item({ identifiers: [email("jim@example.com")] });
    await commitOnce(there, [one]);
    expect((await readReceipts(there, [one.ref])).size).toBe(1);
  });
  expect(await maintained).toEqual([OLD_DAY]);
  expect(await maintainReceipts(there, { retentionDays: 30 })).toEqual([]);
  const { rows } = await sql`select where to_regclass(${OLD_DAY}) is null`.execute(there);
  await there.destroy();
  expect(rows).toHaveLength(1);
});

test("the oldest day goes first, whoever keeps it, and a table that somebody keeps under a day's name stays", async () => {
  await using database = await createTestDatabase();
  const there = createDatabase({ url: database.url, max: 3 });
  // The younger one is made first, as Postgres would list it.
  for (const day of [OLD, OLDER]) await sql`select create_receipts_day(${day}::date)`.execute(there);
  await sql`create table receipts_20200101 (kept int)`.execute(there);
  await there.transaction().execute(async (reader) => {
    await sql`select from ${sql.table(partitionOf(OLDER))}`.execute(reader);
    await expect(maintainReceipts(there, { retentionDays: 30 })).rejects.toThrow(ContentionError);
  });
  const { rows } = await sql`
    select from pg_inherits where inhrelid = ${OLD_DAY}::regclass`.execute(there);
  const dropped = await maintainReceipts(there, { retentionDays: 30 });
  const kept = await sql`select from receipts_20200101`.execute(there);
  await there.destroy();
  expect(rows).toHaveLength(1);
  expect(dropped).toEqual([partitionOf(OLDER), OLD_DAY]);
  expect(kept.rows).toEqual([]);
});

test("autovacuum of a day that is past the retention doesn't keep it", THOROUGH, async () => {
  await using postgres = await startPostgres();
  const there = createDatabase({ url: await postgres.createDatabase(), max: 3 });
  await sql`select create_receipts_day(${OLD}::date)`.execute(there);
  const { item } = await newTeam(there);
  await commitOnce(there, [item({ identifiers: [email("joe@example.com")] })]);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select team_id, ${OLD}::date, 'job_old' || n, 0, n, record_id, key_id, result
      from (select * from receipts limit 1) receipt, generate_series(1, 2000) n`.execute(there);
  // It comes within a second, and rests after each page.
  await sql`
    alter table ${sql.table(OLD_DAY)} set (autovacuum_vacuum_insert_threshold = 1,
      autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)`.execute(
    there,
  );
  await sql`alter system set autovacuum_naptime = 1`.execute(there);
  await sql`select pg_reload_conf()`.execute(there);
  await until(there, sql`select from pg_stat_progress_vacuum where relid = ${OLD_DAY}::regclass`);
  const dropped = await maintainReceipts(there, { retentionDays: 30 });
  await there.destroy();
  expect(dropped).toEqual([OLD_DAY]);
});

const OLD = new Date(Date.now() - 40 * DAY_MS).toISOString().slice(0, 10);
const OLDER = new Date(Date.now() - 41 * DAY_MS).toISOString().slice(0, 10);
const partitionOf = (day: string) => `receipts_${day.replaceAll("-", "")}`;
const OLD_DAY = partitionOf(OLD);

async function until(there: Database, seen: RawBuilder<unknown>): Promise<void> {
  await vi.waitFor(async () => expect((await seen.execute(there)).rows).not.toEqual([]), {
    timeout: 60_000,
  });
}

function yesterdayOf(time: number): string {
  return new Date(time - DAY_MS).toISOString().slice(0, 10).replaceAll("-", "");
}
