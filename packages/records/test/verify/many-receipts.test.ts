import { sql } from "kysely";
import { beforeEach, expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { createLook } from "./support/look.ts";

// Tens of thousands of receipts.
vi.setConfig({ testTimeout: 120_000 });

const db = await testDatabase({ max: 1 });
const { idOf } = createActs(db);
const { found } = createLook(db);
/** Receipts that are looked at together. */
const PAGE = 2_000;

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

/** Receipts of the clocks that follow: of rejected rows, or of tries of a record. */
async function insertReceipts(after: number, count: number, recordId: string | null = null): Promise<void> {
  const result = recordId === null ? { outcome: "rejected" } : { outcome: "unmodified", dryRun: true };
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, result)
    select ${team.teamId}, now()::date, ${`job_${after}`}, n, ${after}::bigint + n, ${recordId}, ${JSON.stringify(result)}::json
      from generate_series(1, ${count}::int) n`.execute(db);
}

const person = (name: string, clock: number) =>
  idOf(team.item({ identifiers: [email(`${name}@example.com`)], set: { jobTitle: "CTO" } }, { clock }));

const makeUp = (recordId: string) =>
  sql`update contacts set fields = fields || '{"jobTitle": "made up"}' where record_id = ${recordId}`.execute(
    db,
  );

test("a record is judged once, wherever the last receipts of its parts are", async () => {
  const { clock } = team.item({});
  const recordId = await person("jane", clock);
  await person("doe", clock + 2);
  await person("roe", clock + 2 + 2 * PAGE);
  await insertReceipts(clock + 2, PAGE);
  await insertReceipts(clock + 2 + PAGE, PAGE - 1);
  // Accepted before what its parts say last, and applied after it.
  await idOf(
    team.item(
      {
        identifiers: [email("jane@example.com")],
        aliases: ["doe@example.com", "roe@example.com"],
        onConflict: "merge",
      },
      { clock: clock + 1 },
    ),
  );
  await makeUp(recordId);
  const { found: all, judged } = await found(team);
  expect(all.notLatest).toEqual({ count: 1, first: [expect.objectContaining({ recordId })] });
  expect([judged.records, judged.retiredIds]).toEqual([1, 2]);
});

test("a try on a later page than the last write of a record doesn't keep it from being judged", async () => {
  const { clock } = team.item({});
  const recordId = await person("jane", clock);
  await insertReceipts(clock, PAGE);
  await insertReceipts(clock + PAGE, 1, recordId);
  await makeUp(recordId);
  expect((await found(team)).found.notLatest.count).toBe(1);
});

/** How many receipts were read so far, by whatever plan. */
async function readSoFar(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ read: number }>`
    select sum(seq_tup_read + idx_tup_fetch)::int as read from pg_stat_user_tables
     where relname like 'receipts_%'`.execute(db);
  return rows[0]?.read ?? 0;
}

test("each receipt of a record with thousands is read a few times, however many they are", async () => {
  const { clock } = team.item({});
  const recordId = await person("jane", clock);
  await insertReceipts(clock, 6_000, recordId);
  const before = await readSoFar();
  const { judged } = await found(team);
  expect(judged).toMatchObject({ records: 1, receipts: 6_001 });
  expect((await readSoFar()) - before).toBeLessThan(15 * 6_000);
});

test("a record with thousands of receipts is judged; with too many it isn't, and that is told", async () => {
  const { clock } = team.item({});
  const recordId = await person("jane", clock);
  await insertReceipts(clock, 6_000, recordId);
  await makeUp(recordId);
  expect((await found(team)).found.notLatest.count).toBe(1);
  await insertReceipts(clock + 6_000, 44_000, recordId);
  const { found: all, judged, unjudged } = await found(team);
  expect([all.notLatest.count, judged.records]).toEqual([0, 0]);
  expect([unjudged.recordsTooLong, unjudged.recordsBefore]).toEqual([1, 0]);
});
