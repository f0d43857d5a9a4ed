import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, maintainReceipts, readReceipts } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";

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

function yesterdayOf(time: number): string {
  return new Date(time - DAY_MS).toISOString().slice(0, 10).replaceAll("-", "");
}
