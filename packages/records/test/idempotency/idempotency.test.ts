import fc from "fast-check";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import {
  claimIdempotencyKeys,
  createIdempotencyHashes,
  findIdempotencyKey,
  markIdempotencyKeys,
  purgeIdempotencyKeys,
  renewIdempotencyKey,
} from "../../src/index.ts";
import type { IdempotencyName, KeyMark } from "../../src/index.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { claimIdempotencyKey, markIdempotencyKey } from "../support/one-key.ts";

const db = await testDatabase({ max: 10 });
const OPTIONS = { maxAgeDays: 30 };
const hashes = createIdempotencyHashes("a secret");

const nameOf = (key: string, more: Partial<IdempotencyName> = {}): IdempotencyName => ({
  teamId: "tea_1",
  route: "POST /api/contacts",
  keyHash: hashes.key(key),
  ...more,
});
const claimOf = (jobId: string, clock = 7) => ({ jobId, clock, fingerprint: Buffer.from(jobId) });

async function age(name: IdempotencyName, by: string): Promise<void> {
  await sql`
    update idempotency_keys set created_at = created_at - ${by}::interval where key_hash = ${name.keyHash}
  `.execute(db);
}

test("of many claims at once one wins, and all are told which", async () => {
  const name = nameOf("raced");
  const rows = await Promise.all(
    Array.from({ length: 40 }, (_, i) => claimIdempotencyKey(db, name, claimOf(`job_${i}`, i), OPTIONS)),
  );
  const winner = await findIdempotencyKey(db, name, OPTIONS);
  expect(new Set(rows.map(({ jobId }) => jobId))).toEqual(new Set([winner?.jobId]));
  for (const row of rows) expect(row).toEqual(winner);
  expect(winner?.clock).toBe(Number(winner?.jobId.slice(4)));
});

test("whatever requests claim at once, in whatever statements, each key has one job, which all are told", async () => {
  let run = 0;
  const keyAndRoute = fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e"), isContact: fc.boolean() });
  const batches = fc.array(fc.array(keyAndRoute, { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(batches, fc.subarray(["a", "b"]), fc.subarray(["c", "d"]), async (asked, due, known) => {
      const at = `run ${run++}`;
      const name = ({ key, isContact }: { key: string; isContact: boolean }) =>
        nameOf(`${at} ${key}`, { route: isContact ? "POST /api/contacts" : "POST /api/companies" });
      const before = [...due, ...known].map((key) => name({ key, isContact: true }));
      for (const old of before) await claimIdempotencyKey(db, old, claimOf("job_before"), OPTIONS);
      for (const key of due) await age(name({ key, isContact: true }), "31 days");
      const claims = asked.map((batch, i) =>
        batch.map((one, j) => ({ name: name(one), ...claimOf(`job_${i}_${j}`, 10 * i + j) })),
      );

      const told = await Promise.all(
        claims.map((batch) => claimIdempotencyKeys(db, "tea_1", batch, OPTIONS)),
      );

      const mine = new Set(claims.flat().map(({ jobId }) => jobId));
      for (const [i, batch] of claims.entries())
        for (const [j, { name: own }] of batch.entries()) {
          const standing = await findIdempotencyKey(db, own, OPTIONS);
          expect(told[i]?.[j]).toEqual(standing);
          const isKnown = known.some((key) => name({ key, isContact: true }).keyHash.equals(own.keyHash));
          if (isKnown && own.route === "POST /api/contacts") expect(standing?.jobId).toBe("job_before");
          else expect(mine).toContain(standing?.jobId);
          // What belongs to a job is its own, and no other claim's.
          if (standing) expect(standing.fingerprint.toString()).toBe(standing.jobId);
        }
      expect(told.map((rows) => rows.length)).toEqual(claims.map((batch) => batch.length));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("statements that claim and mark the same keys in any order don't wait in a circle", async () => {
  const names = Array.from({ length: 60 }, (_, i) => nameOf(`circle ${i}`));
  const marks = names.map((name, i) => ({ name, ...claimOf(`job_${i}`) }));
  const orders = [marks, marks.toReversed(), marks.toSpliced(0, 30).concat(marks.slice(0, 30))];
  for (let round = 0; round < 5; round++) {
    await db.deleteFrom("idempotency_keys").execute();
    await Promise.all(orders.map((order) => claimIdempotencyKeys(db, "tea_1", order, OPTIONS)));
    await Promise.all(
      orders.flatMap((order) => [
        markIdempotencyKeys(db, "tea_1", order),
        claimIdempotencyKeys(db, "tea_1", order, OPTIONS),
      ]),
    );
    const found = await Promise.all(names.map((name) => findIdempotencyKey(db, name, OPTIONS)));
    expect(found.map((row) => [row?.jobId, row?.added])).toEqual(marks.map(({ jobId }) => [jobId, true]));
  }
});

test("claims and marks lock their rows in the order of the keys, wherever the rows lie and however they are found", async () => {
  const [low, high] = ["one", "other"].map((key) => nameOf(`ordered ${key}`)).toSorted(byHash);
  if (!low || !high) throw new Error("two names");
  const acts = {
    claims: (both: readonly KeyMark[]) =>
      claimIdempotencyKeys(
        db,
        "tea_1",
        both.map((mark) => ({ ...mark, clock: 8, fingerprint: Buffer.from("") })),
        OPTIONS,
      ),
    marks: (both: readonly KeyMark[]) => markIdempotencyKeys(db, "tea_1", both),
  };
  for (const [what, act] of Object.entries(acts)) {
    // The higher one lies before the lower one, and so few rows are read as a whole.
    await sql`truncate idempotency_keys`.execute(db);
    for (const name of [high, low]) await claimIdempotencyKey(db, name, claimOf("job_1"), OPTIONS);
    await sql`analyze idempotency_keys`.execute(db);
    if (what === "claims") for (const name of [high, low]) await age(name, "31 days");
    const locked = (name: IdempotencyName) =>
      sql`select from idempotency_keys where key_hash = ${name.keyHash} for update skip locked`;
    let acted: Promise<unknown> | undefined;
    await db.transaction().execute(async (trx) => {
      await locked(high).execute(trx);
      acted = act([
        { name: high, jobId: "job_1" },
        { name: low, jobId: "job_1" },
      ]);
      await vi.waitUntil(isLockAwaited, { timeout: 10_000 });
      expect((await locked(low).execute(db)).rows, what).toEqual([]);
    });
    await acted;
  }
});

function byHash(one: IdempotencyName, other: IdempotencyName): number {
  return one.keyHash.compare(other.keyHash);
}

async function isLockAwaited(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length > 0;
}

test("a key counts per team and route; a mark counts for its own job only", async () => {
  const names = [
    nameOf("k"),
    nameOf("k", { teamId: "tea_2" }),
    nameOf("k", { route: "POST /api/companies" }),
    nameOf("other"),
  ];
  for (const [i, name] of names.entries()) {
    expect(await findIdempotencyKey(db, name, OPTIONS)).toBeUndefined();
    await claimIdempotencyKey(db, name, claimOf(`job_${i}`), OPTIONS);
  }
  await markIdempotencyKey(db, nameOf("k"), "job_0");
  await markIdempotencyKey(db, nameOf("other"), "job_0");
  const found = await Promise.all(names.map((name) => findIdempotencyKey(db, name, OPTIONS)));
  expect(found.map((row) => [row?.jobId, row?.added])).toEqual([
    ["job_0", true],
    ["job_1", false],
    ["job_2", false],
    ["job_3", false],
  ]);
});

test("a row as old as the receipts counts as gone, and gives way", async () => {
  const name = nameOf("old");
  await claimIdempotencyKey(db, name, claimOf("job_old"), OPTIONS);
  await markIdempotencyKey(db, name, "job_old");
  await age(name, "29 days 23 hours");
  expect((await claimIdempotencyKey(db, name, claimOf("job_new"), OPTIONS)).jobId).toBe("job_old");
  await age(name, "2 hours");
  expect(await findIdempotencyKey(db, name, OPTIONS)).toBeUndefined();
  expect(await claimIdempotencyKey(db, name, claimOf("job_new", 9), OPTIONS)).toMatchObject({
    jobId: "job_new",
  });
  const anew = { ...claimOf("job_new", 9), firstClock: 9, added: false };
  expect(await findIdempotencyKey(db, name, OPTIONS)).toEqual(anew);
});

test("what is past its retention is purged in commits, by several workers at once; the rest stays", async () => {
  await db.deleteFrom("idempotency_keys").execute();
  for (let i = 0; i < 25; i++) {
    const name = nameOf(`purge ${i}`);
    await claimIdempotencyKey(db, name, claimOf(`job_${i}`), OPTIONS);
    if (i < 20) await age(name, "49 hours");
    else await age(name, "47 hours");
  }
  const purged = await Promise.all(
    [1, 2, 3].map(() => purgeIdempotencyKeys(db, { retentionHours: 48, maxRows: 4 })),
  );
  expect(purged.reduce((sum, count) => sum + count, 0)).toBe(20);
  const left = await db.selectFrom("idempotency_keys").select("job_id").execute();
  expect(left.map((row) => row.job_id).toSorted()).toEqual([
    "job_20",
    "job_21",
    "job_22",
    "job_23",
    "job_24",
  ]);
});

test("a fingerprint is the same for the same body and query in any order, and for nothing else", () => {
  const request = fc.record({
    body: fc.uint8Array({ maxLength: 20 }),
    query: fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 })), { maxLength: 3 }),
  });
  const meaning = ({ body, query }: { body: Uint8Array; query: [string, string][] }) =>
    JSON.stringify([[...body], query.map((pair) => JSON.stringify(pair)).toSorted()]);
  fc.assert(
    fc.property(request, request, (a, b) => {
      const same = hashes.fingerprint(a).equals(hashes.fingerprint(b));
      expect(same).toBe(meaning(a) === meaning(b));
      const reversed = { ...a, query: a.query.toReversed() };
      expect(hashes.fingerprint(reversed).equals(hashes.fingerprint(a))).toBe(true);
    }),
  );
  const other = createIdempotencyHashes("another secret");
  expect(other.key("k").equals(hashes.key("k"))).toBe(false);
});

test("a key that is given to another job is kept as long as a new one", async () => {
  const name = nameOf("renewed");
  await claimIdempotencyKey(db, name, claimOf("job_lost"), OPTIONS);
  await age(name, "47 hours");
  expect(await renewIdempotencyKey(db, name, { from: "job_lost", jobId: "job_again", clock: 8 })).toBe(true);
  expect(await renewIdempotencyKey(db, name, { from: "job_lost", jobId: "job_late", clock: 9 })).toBe(false);
  await age(name, "47 hours");
  await purgeIdempotencyKeys(db, { retentionHours: 48 });
  const again = { jobId: "job_again", clock: 8, firstClock: 7 };
  expect(await findIdempotencyKey(db, name, OPTIONS)).toMatchObject(again);
  // Whoever has it in the end, its first job was when it was.
  expect(await renewIdempotencyKey(db, name, { from: "job_again", jobId: "job_third", clock: 9 })).toBe(true);
  const third = { jobId: "job_third", clock: 9, firstClock: 7 };
  expect(await findIdempotencyKey(db, name, OPTIONS)).toMatchObject(third);
  await age(name, "31 days");
  await claimIdempotencyKey(db, name, claimOf("job_new", 10), OPTIONS);
  const anew = { jobId: "job_new", clock: 10, firstClock: 10 };
  expect(await findIdempotencyKey(db, name, OPTIONS)).toMatchObject(anew);
});

test("a key is as old where it is claimed as where it is looked for, also across a change of the clocks", async () => {
  // Within a year some of these ages reach over one.
  const ages = Array.from({ length: 12 }, (_, month) => 15 + 30 * month);
  await db.connection().execute(async (session) => {
    await sql`set time zone 'Europe/Berlin'`.execute(session);
    for (const days of ages)
      for (const minutes of [-30, 30]) {
        const name = nameOf(`clocks ${days} ${minutes}`);
        await claimIdempotencyKey(session, name, claimOf("job_1"), { maxAgeDays: days });
        await age(name, `${days * 24 * 60 + minutes} minutes`);
        const found = await findIdempotencyKey(session, name, { maxAgeDays: days });
        const { jobId } = await claimIdempotencyKey(session, name, claimOf("job_2"), { maxAgeDays: days });
        expect([found?.jobId, jobId]).toEqual(minutes < 0 ? ["job_1", "job_1"] : [undefined, "job_2"]);
      }
    await sql`reset time zone`.execute(session);
  });
});
