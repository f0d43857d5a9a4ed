import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { createDatabase } from "@onefold/database";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  holdWatermark,
  isLost,
  maintainReceipts,
  noteWatermark,
  readReceipts,
  readWatermark,
  settleLost,
} from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase();
const MINUTE = 60_000;

/** By the database's time, as far as it is from the test's own. */
const now = () => Date.now();

async function newRef(acceptedAt: number) {
  const team = await newTeam(db);
  return { ...team.item({ identifiers: [email("jane@example.com")] }).ref, acceptedAt };
}

async function kindOf(acceptedAt: number): Promise<string> {
  return (await settleLost(db, await newRef(acceptedAt))).kind;
}

beforeEach(async () => {
  await sql`delete from queue_passed`.execute(db);
});

test("what was accepted before it is lost, and what was accepted after it isn't", async () => {
  const acceptedAt = now() - 5 * MINUTE;
  expect(await kindOf(acceptedAt)).toBe("open");
  await noteWatermark(db, { passedBefore: acceptedAt, lookedAt: now() });
  expect(await kindOf(acceptedAt)).toBe("open");
  await noteWatermark(db, { passedBefore: acceptedAt + 1, lookedAt: now() });
  expect(await kindOf(acceptedAt)).toBe("lost");
});

test("a look of long ago says nothing, as where no worker runs any more: items wait then", async () => {
  const acceptedAt = now() - 5 * MINUTE;
  await noteWatermark(db, { passedBefore: now() - 3 * MINUTE, lookedAt: now() - 2 * MINUTE });
  expect(await kindOf(acceptedAt)).toBe("open");
});

test("a look of a time that the database has yet to come to, as after it was set back, says nothing", async () => {
  await noteWatermark(db, { passedBefore: now() + 58 * MINUTE, lookedAt: now() + 60 * MINUTE });
  expect(await kindOf(now() - MINUTE)).toBe("open");
  // The next look stands, though it is older.
  await noteWatermark(db, { passedBefore: now() - 2 * MINUTE, lookedAt: now() });
  expect(await kindOf(now() - MINUTE)).toBe("open");
  expect(await kindOf(now() - 3 * MINUTE)).toBe("lost");
});

test("what a worker notes that stood still since its look doesn't take the place of a later look", async () => {
  await noteWatermark(db, { passedBefore: now() - 2 * MINUTE, lookedAt: now() });
  const noted = await readWatermark(db);
  await noteWatermark(db, { passedBefore: now() - MINUTE, lookedAt: now() - 30_000 });
  expect(await readWatermark(db)).toEqual(noted);
});

test("while it is held for an item, it stays behind that one's acceptance, and goes on after", async () => {
  const acceptedAt = now() - 5 * MINUTE;
  expect(await holdWatermark(db, acceptedAt)).toBe(true);
  await noteWatermark(db, { passedBefore: now() - 2 * MINUTE, lookedAt: now() });
  expect(await kindOf(acceptedAt)).toBe("open");
  expect(await kindOf(acceptedAt - MINUTE)).toBe("lost");
  // A hold for a later one changes nothing, one for an earlier one does.
  expect(await holdWatermark(db, acceptedAt + MINUTE)).toBe(true);
  expect((await readWatermark(db))?.passedBefore).toBe(acceptedAt);
  await sql`update queue_passed set held_until = now()`.execute(db);
  await noteWatermark(db, { passedBefore: now() - 2 * MINUTE, lookedAt: now() });
  expect(await kindOf(acceptedAt)).toBe("lost");
});

test("what it has passed isn't held; where nobody looks any more it is, and the watermark goes back", async () => {
  const acceptedAt = now() - 5 * MINUTE;
  await noteWatermark(db, { passedBefore: acceptedAt + 1, lookedAt: now() });
  expect(await holdWatermark(db, acceptedAt)).toBe(false);
  expect(await kindOf(acceptedAt)).toBe("lost");
  await sql`update queue_passed set looked_at = looked_at - interval '10 minutes'`.execute(db);
  expect(await holdWatermark(db, acceptedAt)).toBe(true);
  await noteWatermark(db, { passedBefore: now() - MINUTE, lookedAt: now() });
  expect(await kindOf(acceptedAt)).toBe("open");
});

test("who holds it waits for who is telling something as lost, and then sees that", async () => {
  const acceptedAt = now() - 5 * MINUTE;
  const ref = await newRef(acceptedAt);
  await noteWatermark(db, { passedBefore: acceptedAt + 1, lookedAt: now() });
  const { promise: told, hold } = await db.transaction().execute(async (trx) => {
    await sql`lock table receipts in exclusive mode`.execute(trx);
    const promise = settleLost(db, ref);
    await waiting("insert into receipts");
    // From now on it may be held: nobody looks any more. Whoever tells has seen the watermark before.
    const stale = sql`update queue_passed set looked_at = looked_at - interval '10 minutes'`.execute(db);
    await waiting("update queue_passed");
    return { promise, hold: stale.then(() => holdWatermark(db, acceptedAt)) };
  });
  expect(await hold).toBe(true);
  expect((await readReceipts(db, [ref])).size).toBe(1);
  expect((await told).kind).toBe("lost");
});

/** Until a statement that begins so waits for a lock. */
async function waiting(statement: string): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`
        select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and ltrim(query, E' \\n') like ${`${statement}%`}`.execute(
        db,
      );
      return rows.length;
    })
    .toBe(1);
}

test("a job whose day of receipts is gone is expired, not lost", async () => {
  await using database = await createTestDatabase();
  const own = createDatabase({ url: database.url, max: 1 });
  try {
    const ref = { ...(await newRef(now() - 40 * 24 * 60 * MINUTE)), teamId: "tea_1" };
    await noteWatermark(own, { passedBefore: now() - 2 * MINUTE, lookedAt: now() });
    await maintainReceipts(own, { retentionDays: 30 });
    expect(await settleLost(own, ref)).toEqual({ kind: "expired" });
    const kept = { ...ref, acceptedAt: now() - 10 * MINUTE };
    const settled = await settleLost(own, kept);
    expect("receipt" in settled && isLost(settled.receipt)).toBe(true);
  } finally {
    await own.destroy();
  }
});
