import type { Identifier, Item } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { deleteRecord, mergeRecords, readRecord, respellIdentifiers, undoMerge } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";

const db = await testDatabase({ max: 8 });

type Team = Awaited<ReturnType<typeof newTeam>>;

/** As versions before stored them, which commits still do: they take what a request was judged to say. */
const OLD = email("'jane@example.com");
const NEW = email("jane@example.com");

async function idOf(item: Item): Promise<string> {
  const { outcomes } = await commitItems(db, [item]);
  const result = outcomes[0]?.result;
  if (!result || result.outcome === "rejected") throw new Error(JSON.stringify(result));
  return result.record.recordId;
}

const respell = (lookedAtOnce = 20_000) => respellIdentifiers(db, { again: true, lookedAtOnce });

const read = (team: Team, identifier: Identifier) => readRecord(db, team.teamId, "contact", { identifier });

async function ownersOf({ teamId }: Team): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom("contact_identifiers")
    .select(["value", "record_id"])
    .where("team_id", "=", teamId)
    .orderBy("value")
    .execute();
  return Object.fromEntries(rows.map(({ value, record_id }) => [value, record_id]));
}

/** As its row has it. */
async function emailOf({ teamId }: Team, recordId: string): Promise<string | null> {
  const row = await db
    .selectFrom("contacts")
    .select("email")
    .where("team_id", "=", teamId)
    .where("record_id", "=", recordId)
    .executeTakeFirstOrThrow();
  return row.email;
}

test("an old form becomes the new one: the record shows it, is found by it, and by what is still queued", async () => {
  const team = await newTeam(db);
  const oldPage = linkedin("jane%E3%80%82");
  const queued = team.item({ identifiers: [oldPage], set: { jobTitle: "CEO" } });
  const removed = team.item({ identifiers: [OLD, oldPage, salesNav("ACwAA1,NAME_SEARCH")] });
  const jane = await idOf(removed);
  const before = await read(team, OLD);
  expect(await respell()).toEqual({ renamed: 3, dropped: 0, left: [] });
  expect(await ownersOf(team)).toEqual({
    "https://www.linkedin.com/in/jane": jane,
    "https://www.linkedin.com/sales/lead/ACwAA1": jane,
    "jane@example.com": jane,
  });
  const after = await read(team, NEW);
  expect(after?.recordId).toBe(jane);
  expect(await emailOf(team, jane)).toBe("jane@example.com");
  expect(after?.updatedAt).toBe(before?.updatedAt);
  expect(await idOf(queued)).toBe(jane);
  expect(await read(team, NEW)).toMatchObject({ fields: { jobTitle: "CEO" } });
  expect(await idOf(team.item({ identifiers: [NEW] }))).toBe(jane);
  expect(await respell()).toEqual({ renamed: 0, dropped: 0, left: [] });
  expect(await read(team, OLD)).toBeUndefined();
});

test("where the record has the new form too, the old one goes; two old ones can become one", async () => {
  const team = await newTeam(db);
  const jane = await idOf(team.item({ identifiers: [NEW], aliases: [OLD.value, "''jane@example.com"] }));
  const queued = team.item({ identifiers: [OLD] });
  await idOf(team.item({ identifiers: [OLD] }));
  const john = await idOf(
    team.item({ identifiers: [email("'john@example.com")], aliases: ["''john@example.com"] }),
  );
  expect(await respell()).toEqual({ renamed: 1, dropped: 3, left: [] });
  expect(await ownersOf(team)).toEqual({ "jane@example.com": jane, "john@example.com": john });
  expect(await emailOf(team, jane)).toBe("jane@example.com");
  expect(await idOf(queued)).toBe(jane);
});

test("where another record has it, both stay as they are and are listed, with no word of whose they are", async () => {
  const [team, other] = [await newTeam(db), await newTeam(db)];
  const first = await idOf(team.item({ identifiers: [OLD, linkedin("jane")] }));
  const second = await idOf(team.item({ identifiers: [NEW] }));
  const elsewhere = await idOf(other.item({ identifiers: [OLD] }));
  const left = [{ teamId: team.teamId, recordId: first, otherId: second }];
  expect(await respell()).toEqual({ renamed: 1, dropped: 0, left });
  expect(await ownersOf(other)).toEqual({ "jane@example.com": elsewhere });
  expect(await respell()).toEqual({ renamed: 0, dropped: 0, left });
  // Once somebody has made them one, the next run ends it.
  await merge(team, second, first);
  expect(await respell()).toEqual({ renamed: 0, dropped: 1, left: [] });
});

test("an undo gives a respelt identifier back, also to a record that was merged twice", async () => {
  const team = await newTeam(db);
  const [jane, john, third] = [
    await idOf(team.item({ identifiers: [email("j@example.com")] })),
    await idOf(team.item({ identifiers: [OLD] })),
    await idOf(team.item({ identifiers: [email("third@example.com")] })),
  ];
  const [inner, outer] = [await merge(team, jane, john), await merge(team, third, jane)];
  expect((await respell()).renamed).toBe(1);
  for (const operation of [outer, inner]) {
    const request = { entity: "contact", jobId: operation.ref.jobId, row: 0 } as const;
    expect(await undoMerge(db, team.operation(), request)).toMatchObject({ kind: "undone" });
  }
  expect(await ownersOf(team)).toEqual({
    "j@example.com": jane,
    "jane@example.com": john,
    "third@example.com": third,
  });
  expect(await emailOf(team, john)).toBe("jane@example.com");
});

test("a deletion after it erases what the old form told, and an old item doesn't bring the person back", async () => {
  const team = await newTeam(db);
  const queued = team.item({ identifiers: [OLD] });
  await idOf(team.item({ identifiers: [OLD] }));
  await respell();
  await deleteRecord(db, team.operation(), { entity: "contact", name: { identifier: NEW }, force: false });
  const { outcomes } = await commitItems(db, [queued]);
  expect(outcomes[0]?.result).toMatchObject({ outcome: "rejected", code: "DELETED" });
});

test("beside commits by the new form each person is found, and none twice where nobody was faster", async () => {
  const team = await newTeam(db);
  const people = Array.from({ length: 40 }, (_, n) => `p${n}@example.com`);
  for (const value of people) await idOf(team.item({ identifiers: [email(`'${value}`)] }));
  const [{ renamed, left }] = await Promise.all([
    respell(7),
    ...people.map((value) => commitItems(db, [team.item({ identifiers: [email(value)] })])),
  ]);
  expect(renamed + left.length).toBe(people.length);
  expect(Object.keys(await ownersOf(team)).filter((value) => value.startsWith("'"))).toHaveLength(
    left.length,
  );
  for (const value of people) expect(await read(team, email(value))).toBeDefined();
});

test("all are looked at once, and again where somebody asks for it", async () => {
  const team = await newTeam(db);
  await respell();
  await idOf(team.item({ identifiers: [OLD] }));
  expect((await respellIdentifiers(db, { again: false })).renamed).toBe(0);
  await sql`update settings set value = '2026-01-01' where name = 'canonical_forms'`.execute(db);
  expect((await respellIdentifiers(db, { again: false })).renamed).toBe(1);
  await idOf(team.item({ identifiers: [email("'john@example.com")] }));
  expect((await respellIdentifiers(db, { again: false })).renamed).toBe(0);
  expect((await respellIdentifiers(db, { again: true })).renamed).toBe(1);
});

describe("every form of before that is another one now is looked at", () => {
  test.each([
    OLD,
    email("jani\u0307e@example.com"),
    email("jane\u200d@example.com"),
    email("ali@xn--sirket-qyd.com.tr"),
    linkedin("jane%E3%80%82"),
    linkedin("jane%E2%80%8D"),
    linkedin("jane%26"),
    linkedin("jane%3Bjsessionid%3D1"),
    linkedin("ACwAAB1%2CNAME_SEARCH%2Cx"),
    linkedin("acwaab1,name_search"),
    linkedin("jane%EF%BC%89"),
    salesNav("ACwAA1;x=1"),
  ])("%j", async (old) => {
    const team = await newTeam(db);
    const id = await idOf(team.item({ identifiers: [old] }));
    expect((await respell(3)).renamed).toBe(1);
    const owners = await ownersOf(team);
    expect(Object.values(owners)).toEqual([id]);
    expect(Object.keys(owners)).not.toContain(old.value);
  });

  test("a company's domain", async () => {
    const team = await newTeam(db);
    const old = { kind: "domain", value: "xn--sirket-qyd.com.tr" } as const;
    const other = { kind: "domain", value: "xn--mnchen-3ya.example" } as const;
    const id = await idOf(team.item({ entity: "company", identifiers: [old] }));
    await idOf(team.item({ entity: "company", identifiers: [other] }));
    expect((await respell(3)).renamed).toBe(1);
    const now = { identifier: { kind: "domain", value: "sirket.com.tr" } } as const;
    expect(await readRecord(db, team.teamId, "company", now)).toMatchObject({ recordId: id });
    const { rows } = await sql`select domain from companies where record_id = ${id}`.execute(db);
    expect(rows).toEqual([{ domain: "sirket.com.tr" }]);
  });

  test("and copies of dry runs are not", async () => {
    const team = await newTeam(db);
    const id = await idOf(team.item({ identifiers: [OLD] }));
    await sql`update contact_identifiers set team_id = 'job_dry' where record_id = ${id}`.execute(db);
    expect(await respell()).toMatchObject({ renamed: 0 });
  });
});

async function merge(team: Team, primary: string, secondary: string) {
  const operation = team.operation();
  const { kind } = await mergeRecords(db, operation, {
    entity: "contact",
    primary: { recordId: primary },
    secondaries: [{ recordId: secondary }],
    dryRun: false,
  });
  expect(kind).toBe("merged");
  return operation;
}
