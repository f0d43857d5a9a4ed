import type { Identifier, Item, ItemResult, Upsert } from "@onefold/contract";
import { readJobField } from "@onefold/identity";
import * as fc from "fast-check";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { times } from "../../../../test/support/thorough.ts";
import { commitOnce, commitReady, locksOf } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import type { CommitOptions, Outcome } from "../../src/index.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";

// Hundreds of transactions.
vi.setConfig({ testTimeout: 240_000 });

const db = await testDatabase({ max: 4 });

type Team = Awaited<ReturnType<typeof newTeam>>;

/** What somebody else has: the locks of names, and the rows of the records that own them. */
interface Kept {
  readonly locks?: readonly Identifier[];
  readonly rows?: readonly Identifier[];
}

const TABLES = [
  ["contact", "contacts", "contact_identifiers"],
  ["company", "companies", "company_identifiers"],
] as const;

/** Tries once while somebody else has that. */
async function commitBeside(
  team: Team,
  { locks = [], rows = [] }: Kept,
  items: readonly Item[],
  options = {},
) {
  const other = await db.startTransaction().execute();
  try {
    for (const [entity, records, identifiers] of TABLES) {
      const hashes = locks.flatMap((name) => locksOf(team.item({ entity, identifiers: [name] })));
      await sql`select pg_advisory_xact_lock(${0x666f6c64}::int, hash) from unnest(${hashes}::int[]) as hash`.execute(
        other,
      );
      await sql`
        select from ${sql.table(records)} where team_id = ${team.teamId} and record_id in (
          select record_id from ${sql.table(identifiers)}
           where team_id = ${team.teamId} and value = any(${rows.map(({ value }) => value)}))
           for update`.execute(other);
    }
    return await commitReady(db, items, options);
  } finally {
    await other.rollback().execute();
  }
}

/** In which order they were applied: those that went at once, then those that were left, and their results. */
async function commitTwice(team: Team, kept: Kept, items: readonly Item[], options: CommitOptions = {}) {
  const first = await commitBeside(team, kept, items, options);
  const second = await commitItems(db, [...first.rest, ...first.held]);
  const tell = ({ outcomes }: { outcomes: readonly Outcome[] }) =>
    outcomes.map(({ item, result }) => `${items.indexOf(item)} ${summaryOf(result)}`);
  return [tell(first), tell(second)];
}

function summaryOf(result: ItemResult): string {
  if (result.outcome === "rejected") return result.code;
  const codes = [
    ...result.fieldRejections.map(({ reason }) => reason),
    ...result.warnings.map(({ code }) => code),
  ];
  return [result.outcome, ...codes].join();
}

const jane = email("jane@example.com");
const large = { tagline: "x".repeat(5_000) };

test("who shares a name with an older item that is left waits behind it, and those behind that one too", async () => {
  const team = await newTeam(db);
  const { item } = team;
  await commitOnce(db, [item({ identifiers: [jane] })]);
  const items = [
    item({ identifiers: [email("jo@example.com"), linkedin("jo")] }),
    item({ identifiers: [jane, linkedin("jane"), linkedin("jo")] }),
    item({ identifiers: [linkedin("jane")], aliases: ["jane@work.example"] }),
    item({ identifiers: [email("jane@work.example")], set: { lastName: "D" } }),
    item({ identifiers: [email("john@example.com")] }),
  ];
  // Where its clock says, wherever it is in the commit.
  expect(await commitTwice(team, { locks: [jane] }, items.toReversed())).toEqual([
    ["4 created", "0 created"],
    ["3 updated,duplicate,POSSIBLE_DUPLICATE", "2 updated", "1 updated"],
  ]);
});

test.each<[string, Kept, CommitOptions]>([
  ["whose record is locked", { rows: [jane] }, {}],
  ["whose record is one too many to read", {}, { maxBytes: 6_000 }],
])("the same behind one %s", async (_, kept, options) => {
  const team = await newTeam(db);
  const { item } = team;
  const john = email("john@example.com");
  await commitOnce(db, [item({ identifiers: [john], set: large })]);
  await commitOnce(db, [item({ identifiers: [jane], set: large })]);
  const items = [
    item({ identifiers: [john] }),
    item({ identifiers: [jane, linkedin("jane")] }),
    item({ identifiers: [linkedin("jane")], set: { lastName: "D" } }),
  ];
  expect(await commitTwice(team, kept, items, options)).toEqual([
    ["0 unmodified"],
    ["1 updated", "2 updated"],
  ]);
});

test("who reaches the same record by another name waits too: else two people would become one", async () => {
  const team = await newTeam(db);
  const { item } = team;
  await commitOnce(db, [item({ identifiers: [linkedin("a")] })]);
  await commitOnce(db, [item({ identifiers: [jane, salesNav("ACwAAa")] })]);
  const items = [
    item({ identifiers: [linkedin("b"), salesNav("ACwAAa")] }),
    item({ identifiers: [jane, linkedin("a")], onConflict: "merge" }),
    item({ identifiers: [linkedin("a")], set: { lastName: "D" } }),
  ];
  expect(await commitTwice(team, { locks: [linkedin("b")] }, items)).toEqual([
    [],
    ["0 updated", "1 unmodified,duplicate,POSSIBLE_DUPLICATE", "2 updated"],
  ]);
});

test("a contact waits behind the company that it names, not the other way round", async () => {
  const team = await newTeam(db);
  const { item } = team;
  const domain = { kind: "domain" as const, value: "acme.example.com" };
  const acme = { kind: "linkedin" as const, value: "https://www.linkedin.com/company/acme" };
  const company = { field: "companyDomain" as const, value: domain.value };
  await commitOnce(db, [item({ entity: "company", identifiers: [acme] })]);
  const items = [
    item({ entity: "company", identifiers: [acme, domain] }),
    item({ identifiers: [email("jo@example.com")], company }),
  ];
  expect(await commitTwice(team, { rows: [acme] }, items)).toEqual([[], ["0 updated", "1 created"]]);
  const more = [
    item({ identifiers: [jane], company }),
    item({ entity: "company", identifiers: [domain], set: { name: "Acme" } }),
  ];
  expect(await commitTwice(team, { locks: [jane] }, more)).toEqual([["1 updated"], ["0 created"]]);
});

test("so it does in the parts of a commit that is halved", async () => {
  const team = await newTeam(db);
  const { item } = team;
  await commitOnce(db, [item({ identifiers: [linkedin("a")] })]);
  await commitOnce(db, [item({ identifiers: [jane, salesNav("ACwAAa")] })]);
  const items = [
    item({ identifiers: [linkedin("b"), salesNav("ACwAAa")] }),
    item({ identifiers: [email("bad@example.com")], set: { firstName: "a\u0000b" } }),
    item({ identifiers: [jane, linkedin("a")], onConflict: "merge" }),
    item({ identifiers: [email("jo@example.com")] }),
  ];
  expect(await commitTwice(team, { locks: [linkedin("b")] }, items)).toEqual([
    ["3 created", "1 UNPROCESSABLE"],
    ["0 updated", "2 unmodified,duplicate,POSSIBLE_DUPLICATE"],
  ]);
});

test("a commit that is halved for a value that the database refuses keeps the order across its parts", async () => {
  const team = await newTeam(db);
  const { item } = team;
  const items = [
    item({ identifiers: [jane, linkedin("jane")] }),
    item({ identifiers: [email("bad@example.com")], set: { firstName: "a\u0000b" } }),
    item({ identifiers: [email("john@example.com")] }),
    item({ identifiers: [linkedin("jane")], set: { lastName: "D" } }),
  ];
  expect(await commitTwice(team, { locks: [jane] }, items.toReversed())).toEqual([
    ["1 created", "2 UNPROCESSABLE"],
    ["3 created", "0 updated"],
  ]);
});

const NAMES = [
  [email("a@example.com"), email("b@example.com"), email("c@example.com")],
  [linkedin("a"), linkedin("b")],
  [salesNav("ACwAAa"), salesNav("ACwAAb")],
] as const;
const DOMAINS = ["a", "b"].map((name) => ({ kind: "domain" as const, value: `${name}.example.com` }));
const COMPANIES = ["a", "b"].map((name) => ({
  kind: "linkedin" as const,
  value: `https://www.linkedin.com/company/${name}`,
}));
const ALL = [...NAMES.flat(), ...DOMAINS, ...COMPANIES];

const one = <T>(values: readonly T[]) => fc.subarray([...values], { maxLength: 1 });
const named = (kinds: readonly (readonly Identifier[])[]) =>
  fc
    .tuple(...kinds.map(one))
    .map((names) => names.flat())
    .filter((names) => names.length > 0);
const set = fc.constantFrom({}, { jobTitle: "x" }, { jobTitle: "y" }, large, { name: "a\u0000b" });
const onConflict = fc.constantFrom("prefer" as const, "merge" as const);
const drafts: fc.Arbitrary<Partial<Upsert>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      identifiers: named(NAMES),
      set,
      onConflict,
      company: fc.constantFrom(
        undefined,
        ...DOMAINS.map(({ value }) => ({ field: "companyDomain" as const, value })),
      ),
    }),
  },
  fc.record({
    entity: fc.constant("company" as const),
    identifiers: named([DOMAINS, COMPANIES]),
    set,
    onConflict,
  }),
);
/** The first are there before; the others come in one commit, which is tried while others have this and that. */
const histories = fc.record({
  before: fc.array(drafts, { maxLength: 5 }),
  commit: fc.array(fc.tuple(drafts, fc.nat()), { minLength: 2, maxLength: 7 }),
  tries: fc.array(
    fc.record({
      locks: fc.subarray(ALL, { maxLength: 3 }),
      rows: fc.subarray(ALL, { maxLength: 3 }),
      maxBytes: fc.constantFrom(1, 6_000, 4_000_000),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test("whatever is left of a commit at whatever tries: it comes to the people of one item after the other", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ before, commit, tries }) => {
      const [expected, team] = [await newTeam(db), await newTeam(db)];
      const reference: Outcome[] = [];
      for (const draft of [...before, ...commit.map(([each]) => each)])
        reference.push(...(await commitItems(db, [expected.item(draft)])).outcomes);
      for (const draft of before) await commitItems(db, [team.item(draft)]);
      const items = commit.map(([draft]) => team.item(draft));
      // In any order within the commit.
      let left: readonly Item[] = commit
        .map(([, key], index) => ({ key, item: items[index] }))
        .toSorted((a, b) => a.key - b.key)
        .flatMap(({ item }) => item ?? []);
      const outcomes: Outcome[] = [];
      for (const { maxBytes, ...kept } of [...tries, ...commit.map(() => ({ maxBytes: 1 }))]) {
        const committed = await commitBeside(team, kept, left, { maxBytes });
        outcomes.push(...committed.outcomes);
        left = [...committed.rest, ...committed.held];
      }
      // Each try gets on where nobody keeps anything.
      expect(left).toEqual([]);
      expect(await peopleOf(team)).toEqual(await peopleOf(expected));
      for (const { item, result } of outcomes) {
        const alone = reference[before.length + items.indexOf(item)]?.result;
        if (warningsOf(alone).length === 0) expect(warningsOf(result)).toEqual([]);
      }
    }),
    { numRuns: times(20, 100) },
  );
});

function warningsOf(result: ItemResult | undefined) {
  return result && result.outcome !== "rejected" ? result.warnings : [];
}

/** With their names and fields, but for their links and what they say of jobs: a contact that waited may find a company that came later. */
async function peopleOf({ teamId }: Team) {
  const records = [...(await dump(db, teamId)), ...(await dump(db, teamId, "company"))];
  return records
    .map(({ identifiers, fields }) => ({
      names: identifiers.map(({ kind, value }) => `${kind} ${value}`),
      fields: Object.fromEntries(
        Object.entries(fields).filter(([name]) => name !== "companyId" && !readJobField(name)),
      ),
    }))
    .toSorted((a, b) => a.names.join().localeCompare(b.names.join()));
}
