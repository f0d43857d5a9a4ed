import type { Item, ItemResult, StoredResult, Upsert } from "@onefold/contract";
import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { afterAll, describe, expect, test, vi } from "vitest";
import { until } from "../../../../test/e2e/support/until.ts";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import {
  commitOnce,
  continueErasures,
  createJob,
  deleteRecord,
  expireInputs,
  mergeRecords,
  readReceipts,
  receiptKey,
  rejectItems,
  removeEmail,
  undoMerge,
} from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { everything } from "../support/everything.ts";
import type { Rejection } from "../../src/index.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";

const { url, ...lifetime } = await createTestDatabase();
const db = createDatabase({ url, max: 8, connectTimeoutMs: 60_000 });
afterAll(async () => {
  await db.destroy();
  await lifetime[Symbol.asyncDispose]();
});

type Name = ReturnType<typeof email>;
type Team = Awaited<ReturnType<typeof newTeam>>;

const JANE = [email("jane@example.com"), linkedin("jane"), salesNav("ACwAAJane")];

async function committed(...items: Item[]): Promise<ItemResult[]> {
  const { outcomes } = await commitItems(db, items);
  return items.map((item) => {
    const outcome = outcomes.find((each) => each.item === item);
    if (!outcome) throw new Error("no outcome");
    return outcome.result;
  });
}

async function recordId(item: Item): Promise<string> {
  const [result] = await committed(item);
  if (result?.outcome !== "created") throw new Error(JSON.stringify(result));
  return result.record.recordId;
}

async function stored(...items: readonly Pick<Item, "ref">[]): Promise<(StoredResult | undefined)[]> {
  const receipts = await readReceipts(
    db,
    items.map(({ ref }) => ref),
  );
  return items.map(({ ref }) => receipts.get(receiptKey(ref))?.result);
}

function deleting(team: Team, value: string, on: Database = db) {
  const name = { identifier: email(value) };
  return deleteRecord(on, team.operation(), { entity: "contact", name, force: false });
}

/** Goes on until the team's erasures are through; transactions of other tests may hold them up. */
async function throughWith(team: Team): Promise<void> {
  await until("the team's erasures are through", 50_000, async () => {
    await continueErasures(db);
    return (await openErasures(team)) === 0;
  });
}

async function openErasures(team: Team): Promise<number> {
  return (await sql`select from erasures where team_id = ${team.teamId}`.execute(db)).rows.length;
}

function uploadRow(team: Team, upsert: Partial<Upsert>): Item {
  const item = team.item(upsert);
  return { ...item, ref: { ...item.ref, upload: true } };
}

function rejection(team: Team, input: Record<string, unknown>, more: Partial<Rejection> = {}): Rejection {
  const { ref, clock } = uploadRow(team, {});
  const result = { outcome: "rejected", code: "INVALID_FIELD", message: "Line 2: no", input } as const;
  return { ref, clock, keyId: "key_test", entity: "contact", result, ...more };
}

async function openDryRun({ teamId, userId }: Team, jobId: string): Promise<void> {
  const options = { onConflict: "prefer", dryRun: true } as const;
  const of = { acceptedAt: Date.now(), entity: "contact", keyId: "k", leaseSeconds: 60 } as const;
  await createJob(db, { teamId, userId, jobId, options, ...of });
}

describe("who was deleted is not brought back by a retry", () => {
  test("a row that is rejected as DELETED keeps nothing of what it gave", async () => {
    const team = await newTeam(db);
    await recordId(team.item({ identifiers: [email("jane@example.com")] }));
    const late = uploadRow(team, { identifiers: [email("jane@example.com")], set: { phone: "+1 99 99" } });
    await deleting(team, "jane@example.com");
    await committed(late);
    const [result] = await stored(late);
    expect(result).toMatchObject({ outcome: "rejected", code: "DELETED", inputDropped: "erased" });
    expect(result).not.toHaveProperty("input");
  });

  test("a row that names only the id of somebody who was deleted keeps nothing either", async () => {
    const team = await newTeam(db);
    const id = await recordId(team.item({ identifiers: [email("jane@example.com")] }));
    const late = uploadRow(team, { recordId: id, set: { phone: "+1 99 99" } });
    await deleting(team, "jane@example.com");
    await committed(late);
    const [result] = await stored(late);
    expect(result).toMatchObject({ code: "CONTACT_NOT_FOUND_BY_ID", inputDropped: "erased" });
    expect(result).not.toHaveProperty("input");
  });

  test("rows that a retry has read before the deletion are refused after it, whatever clock they got", async () => {
    const team = await newTeam(db);
    await recordId(team.item({ identifiers: JANE }));
    await recordId(team.item({ identifiers: [email("otto@example.com")] }));
    const source = rejection(team, { email: "jane@example.com", color: "red" });
    await rejectItems(db, [source]);
    await deleting(team, "jane@example.com");
    const retried = uploadRow(team, {
      identifiers: [email("jane@example.com")],
      set: { phone: "+1 99 99" },
      retryOf: source.clock,
    });
    const asAlias = uploadRow(team, {
      identifiers: [email("other@example.com")],
      aliases: ["jane@example.com"],
      retryOf: source.clock,
    });
    const ofOtto = uploadRow(team, {
      identifiers: [email("otto@example.com")],
      aliases: ["jane@example.com"],
      retryOf: source.clock,
    });
    const invalid = rejection(team, { note: "jane@example.com", color: "red" }, { retryOf: source.clock });
    await committed(retried, asAlias, ofOtto);
    await rejectItems(db, [invalid]);
    const [one, , three] = await stored(retried, asAlias, invalid);
    expect(one).toMatchObject({ code: "DELETED", inputDropped: "erased" });
    expect(three).toMatchObject({ code: "INVALID_FIELD", inputDropped: "erased" });
    expect(await everything(db, team.teamId)).not.toMatch(/jane@example|99 99/);
    // What was accepted after the deletion is retried like any row.
    const fresh = rejection(team, { email: "jane@example.com", color: "red" });
    await rejectItems(db, [fresh]);
    const again = uploadRow(team, { identifiers: [email("jane@example.com")], retryOf: fresh.clock });
    expect(await committed(again)).toMatchObject([{ outcome: "created" }]);
  });
});

describe("an erasure finds", () => {
  test("rejected rows that name the person in whatever spelling and field, and those of nobody else", async () => {
    const team = await newTeam(db);
    await recordId(
      team.item({
        identifiers: [email("jürgen@xn--mnchen-3ya.example"), linkedin("j%C3%BCrgen"), salesNav("ACwAAJane")],
        aliases: ["old@example.com"],
      }),
    );
    const contact = { identifier: linkedin("j%C3%BCrgen") };
    await removeEmail(db, team.operation(), { contact, email: "old@example.com" });
    const inputs = [
      { email: " JÜRGEN@München.example" },
      { email: "ju\u0308rgen@MU\u0308NCHEN.example", phone: "+1 88 88" },
      { Mail: "Jürgen <jürgen@münchen.example>", phone: "+1 88 88" },
      { linkedinUrl: "fr.linkedin.com/in/Jürgen/", phone: "+1 88 88" },
      { linkedinUrl: "https://www.linkedin.com/in/ju%CC%88rgen?trk=x", phone: "+1 88 88" },
      { linkedinUrl: "jürgen", phone: "+1 88 88" },
      { website: "https://x.example/in/jürgen", phone: "+1 88 88" },
      { linkedinUrlSalesNav: "linkedin.com/sales/people/ACwAAJane,NAME_SEARCH,x1", phone: "+1 88 88" },
      { additionalEmails: ["no", "old@example.com"], phone: "+1 88 88" },
      { note: { deep: ["see mailto:OLD@example.com?subject=x"] }, phone: "+1 88 88" },
      { "old@example.com": "in a name", phone: "+1 88 88" },
    ];
    const other = { email: "mary-old@example.com", linkedinUrl: "linkedin.com/in/j%C3%BCrgens", x: "y" };
    const rows = [...inputs, other].map((input) => rejection(team, input));
    await rejectItems(db, rows);
    await deleteRecord(db, team.operation(), { entity: "contact", name: contact, force: false });
    const results = await stored(...rows);
    for (const [index, result] of results.slice(0, -1).entries()) {
      expect(result, JSON.stringify(inputs[index])).toMatchObject({
        outcome: "rejected",
        code: "INVALID_FIELD",
        inputDropped: "erased",
      });
      expect(result).not.toHaveProperty("input");
    }
    expect(results.at(-1)).toEqual(rows.at(-1)?.result);
    expect(await everything(db, team.teamId)).not.toMatch(/rgen(?!s)|88 88|ACwAAJane|[^-]old@/i);
  });

  test("rejected rows about a company that was deleted, and none about people who work for it", async () => {
    const team = await newTeam(db);
    const domain = { kind: "domain", value: "xn--zor-cla.example" } as const;
    await recordId(team.item({ entity: "company", identifiers: [domain], set: { name: "Z" } }));
    const about = { entity: "company" } as const;
    const rows = [
      rejection(team, { domain: "https://www.ZORÀ.example/about", phone: "1" }, about),
      rejection(team, { name: "Z", note: "see (zorà.example), please" }, about),
      rejection(team, { domain: "shop.zorà.example" }, about),
      rejection(team, { email: "jane@zorà.example", companyDomain: "zorà.example" }),
    ];
    await rejectItems(db, rows);
    await deleteRecord(db, team.operation(), {
      entity: "company",
      name: { identifier: domain },
      force: false,
    });
    const [one, two, ...others] = await stored(...rows);
    expect([one, two]).toMatchObject([{ inputDropped: "erased" }, { inputDropped: "erased" }]);
    expect(others).toEqual(rows.slice(2).map(({ result }) => result));
  });

  test("values in other records' receipts that were the person's, by whose they were and by what they are", async () => {
    const team = await newTeam(db);
    const jane = await recordId(team.item({ identifiers: JANE, aliases: ["j@example.com"] }));
    const ottos = [email("otto@example.com")];
    await recordId(team.item({ identifiers: ottos }));
    const clash = team.item({ identifiers: [...ottos, linkedin("jane")], set: { city: "Ulm" } });
    const alias = uploadRow(team, { identifiers: ottos, aliases: ["j@example.com"] });
    const strict = uploadRow(team, { identifiers: [...ottos, linkedin("jane")], onConflict: "strict" });
    const unowned = team.item({ identifiers: ottos, aliases: ["later@example.com"] });
    await committed(clash, alias, strict, unowned);
    // An address that was Otto's, taken from him, and refused to him when a late item gave it.
    const late = team.item({ identifiers: ottos, aliases: ["later@example.com"] });
    await removeEmail(db, team.operation(), {
      contact: { identifier: ottos[0]! },
      email: "later@example.com",
    });
    await committed(late);
    await committed(team.item({ recordId: jane, identifiers: [], aliases: ["later@example.com"] }));
    await deleting(team, "jane@example.com");

    const [one, two, three, , five] = await stored(clash, alias, strict, unowned, late);
    expect(one).toMatchObject({
      outcome: "updated",
      record: { identifiers: { email: ["otto@example.com"] } },
    });
    const rejected = (field: string) => [{ field, reason: "duplicate", conflictingRecordId: jane }];
    expect(one).toMatchObject({ fieldRejections: rejected("linkedinUrl") });
    expect(two).toMatchObject({ fieldRejections: rejected("additionalEmails") });
    expect(JSON.stringify([one, two])).not.toMatch(/jane|j@/);
    expect(three).toMatchObject({ code: "IDENTITY_CONFLICT", inputDropped: "erased" });
    expect(JSON.stringify(five)).not.toContain("rejectedValue");
  });

  test("what dry runs made of the person before and beside the record, and their copies", async () => {
    const team = await newTeam(db);
    const jobId = "job_dry_erasure";
    await openDryRun(team, jobId);
    let row = 0;
    const dry = (upsert: Partial<Upsert>): Item => {
      const item = team.item({ ...upsert, dryRun: true });
      return { ...item, ref: { ...item.ref, jobId, row: row++, upload: true } };
    };
    const before = dry({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } });
    await committed(before);
    await recordId(team.item({ identifiers: JANE, set: { firstName: "Jane" } }));
    const copied = dry({ identifiers: [linkedin("jane")] });
    const ottos = [email("otto@example.com")];
    const merged = dry({ identifiers: [...ottos, linkedin("jane")], onConflict: "merge" });
    await committed(copied, dry({ identifiers: ottos }), merged);
    const late = dry({ identifiers: [linkedin("jane")], set: { phone: "+1 77 77" } });
    await deleting(team, "jane@example.com");
    await committed(late, dry({ identifiers: ottos, set: { city: "Ulm" } }));
    expect(await stored(before, late)).toMatchObject([
      { outcome: "erased", applied: "created" },
      { code: "DELETED", inputDropped: "erased" },
    ]);
    expect(await everything(db, team.teamId, jobId)).not.toMatch(/jane|77 77/i);
  });

  test.each(["dry run", "rejection"])(
    "what a transaction beside it leaves, and what was made of that: a %s",
    async (what) => {
      const team = await newTeam(db);
      const jobId = `job_beside_${what}`;
      await openDryRun(team, jobId);
      await recordId(team.item({ identifiers: JANE, set: { firstName: "Jane" } }));
      const ref = (item: Item, row: number): Item => ({
        ...item,
        ref: { ...item.ref, jobId, row, upload: true },
      });
      const upsert: Partial<Upsert> =
        what === "dry run"
          ? { identifiers: JANE, dryRun: true }
          : { recordId: "ctc_0000000000000000A", set: { summary: "jane@example.com" } };
      const item = ref(team.item(upsert), 0);
      const written = Promise.withResolvers<void>();
      const deleted = Promise.withResolvers<void>();
      const beside = commitOnce(db, [item], {
        onPoint: async (point) => {
          if (point !== "before-commit") return;
          written.resolve();
          await deleted.promise;
        },
      });
      await written.promise;
      await deleting(team, "jane@example.com");
      // Not through while that one runs.
      await continueErasures(db);
      expect(await openErasures(team)).toBe(1);
      deleted.resolve();
      await beside;
      if (what === "dry run")
        await committed(ref(team.item({ identifiers: [linkedin("jane")], dryRun: true }), 1));
      await throughWith(team);
      expect(await everything(db, team.teamId, jobId)).not.toMatch(/jane/i);
    },
  );

  test("what it can't strip at once, piece by piece, and says so", async () => {
    const team = await newTeam(db);
    const jane = await recordId(team.item({ identifiers: JANE }));
    const named = rejection(team, { email: "jane@example.com", x: 1 });
    await rejectItems(db, [named]);
    const many = 2_500;
    await sql`
      insert into receipts (team_id, day, job_id, "row", clock, record_id, names, result)
      select team_id, day, job_id || n, 0, clock + n, record_id, names, result
        from receipts, generate_series(1, ${many}) n
       where team_id = ${team.teamId}`.execute(db);
    expect(await deleting(team, "jane@example.com")).toEqual({
      kind: "deleted",
      recordId: jane,
      unlinked: 0,
      erasing: true,
    });
    await throughWith(team);
    expect(await everything(db, team.teamId)).not.toMatch(/jane/);
    const { rows } = await sql<{ outcome: string; n: number }>`
      select result ->> 'outcome' as outcome, count(*)::int as n from receipts
       where team_id = ${team.teamId} group by 1 order by 1`.execute(db);
    expect(rows).toEqual([
      { outcome: "erased", n: many + 1 },
      { outcome: "rejected", n: many + 1 },
    ]);
  });
});

test("a deletion reads the rows that name the person, however many were rejected", async () => {
  await using one = createDatabase({ url, max: 1 });
  const team = await newTeam(one);
  await commitItems(one, [team.item({ identifiers: JANE })]);
  const rows = ["jane@example.com", "nobody"].map((note) => rejection(team, { note, x: "y" }));
  await rejectItems(one, rows);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, names, result)
    select team_id, day, job_id, n, clock + n, array[n, n + 1, n + 2]::bigint[], result
      from receipts, generate_series(1, 20000) n
     where team_id = ${team.teamId} and record_id is null and names = '{}'`.execute(one);
  await sql`analyze receipts`.execute(one);
  const before = await tuplesRead(one);
  await deleting(team, "jane@example.com", one);
  expect((await tuplesRead(one)) - before).toBeLessThan(100);
  expect(JSON.stringify(await stored(...rows))).not.toContain("jane");
});

/** Rows of receipts that have been read since the server started, by whatever scan. */
async function tuplesRead(one: Database): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(one);
  await sql`select 1`.execute(one);
  const { rows } = await sql<{ n: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 as n from pg_stat_user_tables
     where relname like 'receipts%'`.execute(one);
  return rows[0]?.n ?? 0;
}

test("what names nobody expires early, and nothing else does", async () => {
  const team = await newTeam(db);
  const inputs = [{ phone: "+1 66 66" }, { phone: "+1 66 66" }, { email: "jane@example.com", x: "y" }];
  const rows = inputs.map((input) => rejection(team, input));
  await rejectItems(db, rows);
  await sql`
    update receipts set finished_at = now() - interval '73 hours'
     where team_id = ${team.teamId} and job_id <> ${rows[1]?.ref.jobId}`.execute(db);
  expect(await expireInputs(db, { hours: 72 })).toBe(1);
  const [expired, fresh, named] = await stored(...rows);
  expect(expired).toMatchObject({ outcome: "rejected", code: "INVALID_FIELD", inputDropped: "expired" });
  expect(JSON.stringify(expired)).not.toContain("66 66");
  expect([fresh, named]).toEqual([rows[1]?.result, rows[2]?.result]);
});

test("what was not applied names nobody either, and never expires", async () => {
  const team = await newTeam(db);
  const person = { identifiers: [email("jane@example.com")] };
  await committed(team.item({ ...person, set: { phone: "+1 55 55" } }));
  const late = team.item({ ...person, set: { phone: "+1 66 66" }, observedAt: 1_000 });
  const [result] = await committed(late);
  expect(result).toMatchObject({ fieldRejections: [{ reason: "stale", rejectedValue: "+1 66 66" }] });
  // As receipts of before were named.
  await sql`update receipts set names = coalesce(names, '{}') where team_id = ${team.teamId}`.execute(db);
  await sql`
    update receipts set finished_at = now() - interval '73 hours' where team_id = ${team.teamId}`.execute(db);
  await expireInputs(db, { hours: 72 });
  expect(await stored(late)).toEqual([result]);
});

test("rows are searched for names before the transaction, in turns", async () => {
  const team = await newTeam(db);
  const rows = Array.from({ length: 40 }, () =>
    rejection(team, { note: `caf\u00e9 ${" @a".repeat(50_000)}` }),
  );
  const steps: string[] = [];
  const observed = db.withPlugin({
    transformQuery: ({ node }) => {
      steps.push("statement");
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const normalize = vi.spyOn(String.prototype, "normalize");
  normalize.mockImplementation(function (this: string) {
    if (this.startsWith("caf")) steps.push("search");
    return this;
  });
  try {
    await rejectItems(observed, rows);
  } finally {
    normalize.mockRestore();
  }
  expect(steps.filter((step) => step === "search")).toHaveLength(40);
  expect(steps.lastIndexOf("search")).toBeLessThan(steps.indexOf("statement"));
  expect(await stored(...rows)).toEqual(rows.map(() => expect.objectContaining({ inputDropped: "crowded" })));
});

test("a row that names more people than can be looked up again is not kept", async () => {
  const team = await newTeam(db);
  const many = Array.from({ length: 150 }, (_, i) => [`column ${i}`, `p${i}@example.com`]);
  const row = rejection(team, Object.fromEntries(many));
  await rejectItems(db, [row]);
  expect(await stored(row)).toMatchObject([{ code: "INVALID_FIELD", inputDropped: "crowded" }]);
  expect(await everything(db, team.teamId)).not.toContain("p7@example.com");
});

test("who was a part of a part of another record, until both merges were undone, leaves nothing in its receipts", async () => {
  const team = await newTeam(db);
  const [inner, middle, outer] = [
    email("inner@example.com"),
    email("middle@example.com"),
    email("outer@example.com"),
  ] as const;
  for (const name of [inner, middle, outer])
    await recordId(team.item({ identifiers: [name], set: { phone: `+1 ${name.value}` } }));
  const merge = async (primary: Name, secondary: Name) => {
    const operation = team.operation();
    const merged = { primary: { identifier: primary }, secondaries: [{ identifier: secondary }] };
    await mergeRecords(db, operation, { entity: "contact", ...merged, dryRun: false });
    return operation.ref;
  };
  const merges = [await merge(middle, inner), await merge(outer, middle)];
  await committed(team.item({ identifiers: [outer], set: { jobTitle: "CTO" } }));
  for (const { jobId, row } of merges.toReversed()) {
    const undone = await undoMerge(db, team.operation(), { entity: "contact", jobId, row });
    expect(undone.kind).toBe("undone");
  }
  await deleting(team, "inner@example.com");
  await throughWith(team);
  expect(await everything(db, team.teamId)).not.toContain("inner@example.com");
  expect(await everything(db, team.teamId)).toContain("outer@example.com");
});
