import { createIdempotencyHashes, findIdempotencyKey } from "@onefold/records";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createGatheredKeys } from "../../src/idempotency/gathered-keys.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";

const db = await testDatabase({ max: 6, lockTimeoutMs: 2_000 });
const hashes = createIdempotencyHashes("a secret");
const maxAgeDays = 30;
const warnings: unknown[] = [];
const log = { warn: (what: unknown) => void warnings.push(what) };
const nameOf = (key: string, teamId = "tea_1") => ({
  teamId,
  route: "POST /api/contacts",
  keyHash: hashes.key(key),
});
const claimOf = (key: string, teamId?: string) => ({
  name: nameOf(key, teamId),
  jobId: `job_${key}`,
  fingerprint: Buffer.from(key),
});

/** Clocks in a row, as a store issues them; notes how many each time. */
function issuesClocks() {
  const issued: number[] = [];
  let next = 1;
  const issueClock = (count = 1): Promise<number> => {
    issued.push(count);
    const first = next;
    next += count;
    return Promise.resolve(first);
  };
  return { issued, producer: { issueClock } };
}

test("claims at once share a round trip; each gets a clock of its own, in their order", async () => {
  const { issued, producer } = issuesClocks();
  await using keys = createGatheredKeys({ db, producer, log, maxAgeDays });
  const claims = Array.from({ length: 150 }, (_, i) => claimOf(`at once ${i}`));
  const standing = await Promise.all(claims.map((claim) => keys.claim(claim)));
  expect(standing.map(({ jobId }) => jobId)).toEqual(claims.map(({ jobId }) => jobId));
  expect(standing.map(({ clock }) => clock)).toEqual(claims.map((_, i) => i + 1));
  expect(issued).toEqual([150]);

  await Promise.all(claims.map(({ name, jobId }) => keys.mark({ name, jobId })));
  const found = await Promise.all(claims.map(({ name }) => findIdempotencyKey(db, name, { maxAgeDays })));
  expect(found.map((row) => row?.added)).toEqual(claims.map(() => true));
});

test("nobody waits for another's row: no other team, and for long no other key", async () => {
  const { producer } = issuesClocks();
  await using keys = createGatheredKeys({ db, producer, log, maxAgeDays });
  const stuck = claimOf("slow", "tea_1");
  const others = [claimOf("quick", "tea_2"), claimOf("quick", "tea_1")];
  let slow: Promise<unknown> | undefined;
  await db.transaction().execute(async (trx) => {
    const { name, fingerprint } = stuck;
    await sql`
      insert into idempotency_keys (team_id, route, key_hash, job_id, fingerprint, clock)
      values (${name.teamId}, ${name.route}, ${name.keyHash}, 'job_first', ${fingerprint}, 7)`.execute(trx);
    slow = keys.claim(stuck);
    await new Promise(setImmediate);
    for (const other of others) {
      expect((await keys.claim(other)).jobId).toBe(other.jobId);
      await keys.mark(other);
    }
  });
  expect(await slow).toMatchObject({ jobId: "job_first", clock: 7 });
});

test("a repeat is told also while the store of the clocks is silent; who is new waits for it", async () => {
  const { producer } = issuesClocks();
  const silence = Promise.withResolvers<void>();
  let isSilent = false;
  const issueClock = async (count?: number) => {
    if (isSilent) await silence.promise;
    return await producer.issueClock(count);
  };
  await using keys = createGatheredKeys({ db, producer: { issueClock }, log, maxAgeDays });
  const first = await keys.claim(claimOf("repeated"));
  isSilent = true;
  let isTold = false;
  const unseen = keys.claim(claimOf("unseen")).finally(() => (isTold = true));
  const repeat = await keys.claim({ ...claimOf("repeated"), jobId: "job_again" });
  expect([repeat, isTold]).toEqual([first, false]);
  silence.resolve();
  expect((await unseen).jobId).toBe("job_unseen");
});

test("where the clocks or the database fail, those at once are told so, and the next are served", async () => {
  const { producer } = issuesClocks();
  let isDown = true;
  const down = new Error("the store is away");
  await using keys = createGatheredKeys({
    db,
    producer: { issueClock: (count) => (isDown ? Promise.reject(down) : producer.issueClock(count)) },
    log,
    maxAgeDays,
  });
  const claims = ["one", "two"].map((key) => keys.claim(claimOf(key)));
  expect(await Promise.allSettled(claims)).toEqual([
    { status: "rejected", reason: down },
    { status: "rejected", reason: down },
  ]);
  expect(await findIdempotencyKey(db, nameOf("one"), { maxAgeDays })).toBeUndefined();
  isDown = false;
  expect((await keys.claim(claimOf("one"))).jobId).toBe("job_one");
});

test("marks that fail are told once for all, and fail nobody", async () => {
  const { producer } = issuesClocks();
  await using keys = createGatheredKeys({ db, producer, log, maxAgeDays });
  const claims = Array.from({ length: 20 }, (_, i) => claimOf(`unmarked ${i}`));
  await Promise.all(claims.map((claim) => keys.claim(claim)));
  warnings.splice(0);
  await db.transaction().execute(async (trx) => {
    // For longer than a statement waits for a lock.
    await sql`select from idempotency_keys for update`.execute(trx);
    await Promise.all(claims.map((claim) => keys.mark(claim)));
  });
  expect(warnings).toMatchObject([{ keys: 20, err: { code: "55P03" } }]);
  await Promise.all(claims.map((claim) => keys.mark(claim)));
  const { added } = (await findIdempotencyKey(db, nameOf("unmarked 0"), { maxAgeDays })) ?? {};
  expect([added, warnings.length]).toEqual([true, 1]);
});
