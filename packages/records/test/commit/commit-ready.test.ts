import type { Item, Upsert } from "@onefold/contract";
import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  AllPoisonError,
  commitReady,
  locksOf,
  OutageError,
  readReceipts,
  receiptKey,
} from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import type { Committed } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 4 });

/**
 * The database refuses a record whose `jobTitle` is "<SQLSTATE> <times>", that often and with that error; and the
 * rejection of an item whose `tagline` is such.
 */
await sql`create sequence refusals`.execute(db);
await sql`
  create function refuse() returns trigger language plpgsql as $$
  declare
    words text[] := string_to_array(coalesce(
      to_json(new) -> 'fields' ->> 'jobTitle', to_json(new) -> 'result' -> 'input' ->> 'tagline'), ' ');
  begin
    if words is not null then
      if nextval('refusals') <= words[2]::int then
        raise exception 'refused' using errcode = words[1], constraint = 'refuse';
      end if;
    end if;
    return new;
  end $$`.execute(db);
await sql`
  create trigger refuse before insert on contacts for each row execute function refuse()`.execute(db);
await sql`
  create trigger refuse before insert on receipts for each row execute function refuse()`.execute(db);

beforeEach(async () => {
  await sql`alter sequence refusals restart`.execute(db);
});

/** How often a row was refused, or would have been. */
async function refusals(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select case when is_called then last_value else 0 end as count from refusals`.execute(db);
  return Number(rows[0]?.count);
}

const FOREVER = 1_000_000;
const CONTENTION = ["40001", "40P01", "23505"];
const BLOCKED = "55P03";
const TOO_MUCH = ["57014", "25P04", "53200"];
const OUTAGE = ["53100", "58030", "42P01"];
const POISON = ["22021", "22P05", "23502", "23514", "54000"];

const refusedBy = (code: string, times = FOREVER) => ({ jobTitle: `${code} ${times}` });

/** Items of so many people; those that `sets` has have that as well. */
async function itemsOf(count: number, sets: Readonly<Record<number, Upsert["set"]>> = {}) {
  const { item } = await newTeam(db);
  return Array.from({ length: count }, (_, n) =>
    item({ identifiers: [email(`p${n}@example.com`)], set: sets[n] ?? {} }),
  );
}

/** What became of each item, in their order: "created", a code, "held", "rest", or nothing. */
function tell(items: readonly Item[], { outcomes, held, rest }: Partial<Committed>) {
  return items.map((item) => {
    const result = outcomes?.find((outcome) => outcome.item === item)?.result;
    if (result) return result.outcome === "rejected" ? result.code : result.outcome;
    return held?.includes(item) ? "held" : rest?.includes(item) ? "rest" : "";
  });
}

const created = (count: number) => Array.from({ length: count }, () => "created");

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("It went well.");
  return error;
}

/** How many items of these are there, by asking for them again. */
async function appliedOf(items: readonly Item[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from receipts where job_id = any(${items.map(({ ref }) => ref.jobId)})`.execute(db);
  return Number(rows[0]?.count);
}

describe("a commit that loses a race", () => {
  test.each(CONTENTION)("is tried three times, whole (%s)", async (code) => {
    const items = await itemsOf(4, { 2: refusedBy(code, 2) });
    expect(tell(items, await commitReady(db, items))).toEqual(created(4));
    expect(await refusals()).toBe(3);
  });

  test("is halved after that, down to who loses it, who is left", async () => {
    const items = await itemsOf(4, { 2: refusedBy("40001") });
    const committed = await commitReady(db, items);
    expect(tell(items, committed)).toEqual(["created", "created", "held", "created"]);
    expect([await refusals(), committed.rest]).toEqual([9, []]);
  });

  test("is done in the end, if it goes on until it is through", async () => {
    const items = await itemsOf(2, { 1: refusedBy("40001", 8) });
    expect(tell(items, await commitItems(db, items))).toEqual(created(2));
    expect(await refusals()).toBe(9);
  });
});

test("a commit that waited for a lock in vain is left as it is, and not halved", async () => {
  const items = await itemsOf(4, { 2: refusedBy(BLOCKED) });
  expect(tell(items, await commitReady(db, items))).toEqual(["held", "held", "held", "held"]);
  expect(await refusals()).toBe(1);
  expect(tell(items.slice(2, 3), await commitReady(db, items.slice(2, 3)))).toEqual(["held"]);
});

test.each(TOO_MUCH)("a commit that is too much is halved; a single item can't be (%s)", async (code) => {
  const items = await itemsOf(4, { 0: refusedBy(code, 1) });
  expect(tell(items, await commitReady(db, items))).toEqual(created(4));
  expect(await refusals()).toBe(2);
  const [one] = await itemsOf(1, { 0: refusedBy(code) });
  if (one) expect(await errorOf(commitReady(db, [one]))).toBeInstanceOf(OutageError);
});

test.each(OUTAGE)("an outage is thrown at once, and says why (%s)", async (code) => {
  const items = await itemsOf(4, { 2: refusedBy(code) });
  const error = await errorOf(commitReady(db, items));
  expect(error).toBeInstanceOf(OutageError);
  expect([error.name, error.message]).toEqual(["OutageError", "the database can't commit now"]);
  expect(error.cause).toMatchObject({ cause: { code } });
  expect([await refusals(), await appliedOf(items)]).toEqual([1, 0]);
});

test("so is a database that nobody reaches", async () => {
  const { item } = await newTeam(db);
  await using stack = new AsyncDisposableStack();
  const nowhere = createDatabase({ url: "postgres://127.0.0.1:1/nowhere" });
  stack.defer(() => nowhere.destroy());
  await expect(commitItems(nowhere, [item({ identifiers: [email("jane@example.com")] })])).rejects.toThrow(
    "the database can't commit now",
  );
});

describe("values that the database refuses", () => {
  test.each(POISON)("are rejected, of their item alone (%s)", async (code) => {
    const items = await itemsOf(5, { 1: refusedBy(code) });
    const committed = await commitReady(db, items);
    const refused = "UNPROCESSABLE";
    expect(tell(items, committed)).toEqual(["created", refused, "created", "created", "created"]);
    expect([committed.held, committed.rest, await appliedOf(items)]).toEqual([[], [], 5]);
  });

  test("are told by no message; the receipt keeps them as a text, to be mended", async () => {
    const { item } = await newTeam(db);
    // jsonb can't hold a NUL; the edge refuses it, so only a foreign producer could send one.
    const bad = item({ identifiers: [email("bad@example.com")], set: { firstName: "Jane\u0000" } });
    const { outcomes } = await commitReady(db, [bad]);
    expect(outcomes).toMatchObject([{ item: bad, result: { outcome: "rejected", code: "UNPROCESSABLE" } }]);
    const receipts = await readReceipts(db, [bad.ref]);
    const kept = receipts.get(receiptKey(bad.ref))?.result;
    expect(kept).toEqual(outcomes[0]?.result);
    if (kept?.outcome !== "rejected") throw new Error("it wasn't rejected");
    const { input, letter, ...told } = kept;
    expect(JSON.stringify([told, letter?.cause])).not.toContain("Jane");
    expect(letter).toMatchObject({ tries: 1, entity: "contact", cause: { sqlState: "22021" } });
    expect(Object.keys(input ?? {})).toEqual(["_raw"]);
  });

  test("of up to seven items are all rejected; of eight and nothing else it isn't believed", async () => {
    const bad = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [n, refusedBy("22021")]));
    const seven = await itemsOf(7, bad);
    expect(new Set(tell(seven, await commitReady(db, seven)))).toEqual(new Set(["UNPROCESSABLE"]));
    const nine = await itemsOf(9, bad);
    expect(tell(nine, await commitReady(db, nine)).filter((each) => each === "created")).toHaveLength(1);
    const eight = await itemsOf(8, bad);
    const error = await errorOf(commitReady(db, eight));
    expect(error).toBeInstanceOf(AllPoisonError);
    expect([error.name, error.message]).toEqual([
      "AllPoisonError",
      "all 8 items of a commit were refused by the database",
    ]);
    expect([error.cause instanceof Error, await appliedOf(eight)]).toEqual([true, 0]);
  });

  test("are given back with it, of a row as of a request", async () => {
    const { item } = await newTeam(db);
    const person = { identifiers: [email("jane@example.com")], set: refusedBy("22021") };
    const [request, row] = [item(person), item(person)];
    const upload = { ...row, ref: { ...row.ref, upload: true as const } };
    const { outcomes } = await commitReady(db, [request, upload]);
    const inputs = outcomes.map(({ result }) => ("input" in result ? result.input : undefined));
    const given = expect.objectContaining(refusedBy("22021"));
    expect(inputs).toEqual([given, given]);
  });

  test.each([
    ["40001", "held"],
    [BLOCKED, "held"],
    ["53100", "OutageError"],
  ])("whose rejection can't be written now either: %s comes to %s", async (code, expected) => {
    const { item } = await newTeam(db);
    const set = { ...refusedBy("22021"), tagline: `${code} ${FOREVER}` };
    const row = item({ identifiers: [email("jane@example.com")], set });
    const upload = { ...row, ref: { ...row.ref, upload: true as const } };
    const end = commitReady(db, [upload]).then(
      (committed) => tell([upload], committed)[0],
      (error: Error) => error.name,
    );
    expect(await end).toBe(expected);
    expect(await appliedOf([upload])).toBe(0);
  });
});

test("items that are done already are counted as skipped, in each part", async () => {
  const items = await itemsOf(6, { 5: refusedBy("22021") });
  const done = items.slice(0, 2);
  await commitReady(db, done);
  const again = await commitReady(db, items);
  expect([again.skipped, tell(items, again).slice(0, 2)]).toEqual([2, ["", ""]]);
  const third = await commitItems(db, items);
  expect([third.skipped, third.outcomes]).toEqual([6, []]);
});

test("an item whose lock somebody has is held, and the others aren't", async () => {
  const [held, free] = await itemsOf(2);
  if (!held || !free) throw new Error("There are two.");
  const other = await db.startTransaction().execute();
  onTestFinished(
    async () => void (other.isCommitted || other.isRolledBack || (await other.rollback().execute())),
  );
  await sql`
    select pg_advisory_xact_lock(${0x666f6c64}::int, hash) from unnest(${locksOf(held)}::int[]) as hash`.execute(
    other,
  );
  const committed = await commitReady(db, [held, free]);
  expect([tell([free], committed), committed.held]).toEqual([created(1), [held]]);
  await other.rollback().execute();
  expect(tell([held], await commitReady(db, [held]))).toEqual(created(1));
});
