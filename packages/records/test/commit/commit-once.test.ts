import type { Applied, Item, Rejected, Upsert } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, createMember, readReceipts, readRecord, receiptKey } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import type { Committed } from "../../src/index.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";

const db = await testDatabase({ max: 20 });

async function liveContacts(teamId: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from contacts where team_id = ${teamId}`.execute(db);
  return rows[0]?.n ?? -1;
}

function applied(commit: Pick<Committed, "outcomes">, item: Item): Applied {
  const result = commit.outcomes.find((outcome) => outcome.item === item)?.result;
  if (!result || result.outcome === "rejected") throw new Error(`not applied: ${JSON.stringify(result)}`);
  return result;
}

function rejected(commit: Pick<Committed, "outcomes">, item: Item): Rejected {
  const result = commit.outcomes.find((outcome) => outcome.item === item)?.result;
  if (result?.outcome !== "rejected") throw new Error(`not rejected: ${JSON.stringify(result)}`);
  return result;
}

async function fieldsOf(teamId: string, value: string) {
  return (await readRecord(db, teamId, "contact", { identifier: email(value) }))?.fields;
}

describe("G3, one record", () => {
  test("100 transactions that race on one new person make one record, and no error", async () => {
    const { teamId, item } = await newTeam(db);
    const items = Array.from({ length: 100 }, (_, i) =>
      item({ identifiers: [email("jane@example.com")], set: { [`field${i}`]: i } }),
    );
    await Promise.all(items.map((one) => commitItems(db, [one])));
    expect(await liveContacts(teamId)).toBe(1);
    expect(Object.keys((await fieldsOf(teamId, "jane@example.com")) ?? {})).toHaveLength(100);
  });

  test("commits that share people in opposite orders don't deadlock", async () => {
    const { teamId, item } = await newTeam(db);
    const people = Array.from({ length: 40 }, (_, i) => `p${i}@example.com`);
    const commits = Array.from({ length: 30 }, (_, i) =>
      (i % 2 ? people : people.toReversed()).map((value) => item({ identifiers: [email(value)] })),
    );
    await Promise.all(commits.map((commit) => commitItems(db, commit)));
    expect(await liveContacts(teamId)).toBe(people.length);
  });

  test("the same names in two teams are two people", async () => {
    const [one, other] = [await newTeam(db), await newTeam(db)];
    await commitOnce(db, [
      one.item({ identifiers: [email("jane@example.com")] }),
      other.item({ identifiers: [email("jane@example.com")] }),
    ]);
    expect([await liveContacts(one.teamId), await liveContacts(other.teamId)]).toEqual([1, 1]);
  });
});

describe("the record's own lock", () => {
  test("commits that reach one record by different identifiers lose no field", async () => {
    const { teamId, item } = await newTeam(db);
    const names = [email("jane@example.com"), linkedin("jane"), salesNav("ACwAAjane")] as const;
    await commitOnce(db, [item({ identifiers: [...names] })]);
    const items = Array.from({ length: 75 }, (_, i) =>
      item({ identifiers: [names[i % 3] ?? names[0]], set: { [`field${i}`]: i } }),
    );
    await Promise.all(items.map((one) => commitItems(db, [one])));
    const fields = await fieldsOf(teamId, "jane@example.com");
    expect(Object.keys(fields ?? {})).toHaveLength(75);
  });

  test("what another transaction has is left aside, and all else is applied at once", async () => {
    const { teamId, item } = await newTeam(db);
    await commitOnce(db, [
      item({ identifiers: [email("jane@example.com"), linkedin("jane")] }),
      item({ identifiers: [email("joe@example.com")] }),
    ]);
    const atPoint = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const first = commitOnce(db, [item({ identifiers: [email("jane@example.com")], set: { a: 1 } })], {
      onPoint: async (point) => {
        if (point !== "before-commit") return;
        atPoint.resolve();
        await go.promise;
      },
    });
    await atPoint.promise;
    const byLock = item({ identifiers: [email("jane@example.com")], set: { b: 2 } });
    const byRow = item({ identifiers: [linkedin("jane")], set: { c: 3 } });
    const others = [
      item({ identifiers: [email("joe@example.com")], set: { d: 4 } }),
      item({ identifiers: [email("new@example.com")] }),
    ];
    const both = item({ identifiers: [email("joe@example.com")], aliases: ["jane@example.com"] });
    const report = await commitOnce(db, [byLock, byRow, both, ...others]);
    expect(report.outcomes.map((outcome) => outcome.item)).toEqual(others);
    expect(new Set(report.held)).toEqual(new Set([byLock, byRow, both]));
    expect([report.skipped, report.rest]).toEqual([0, []]);
    go.resolve();
    await first;
    expect((await commitOnce(db, report.held)).held).toEqual([]);
    expect(await fieldsOf(teamId, "jane@example.com")).toEqual({ a: 1, b: 2, c: 3 });
  });
});

describe("G2, exactly once", () => {
  test("an item twice in one commit counts once", async () => {
    const { teamId, item } = await newTeam(db);
    const one = item({ identifiers: [email("jane@example.com")] });
    const commit = await commitOnce(db, [one, one]);
    expect(commit.outcomes).toHaveLength(1);
    expect(await liveContacts(teamId)).toBe(1);
  });

  test("a redelivered item is skipped, and a later write stands", async () => {
    const { teamId, item } = await newTeam(db);
    const one = item({ identifiers: [email("jane@example.com")], set: { a: 1 } });
    await commitOnce(db, [one]);
    await commitOnce(db, [item({ identifiers: [email("jane@example.com")], clear: ["a"] })]);
    const again = await commitOnce(db, [one]);
    expect(again).toMatchObject({ outcomes: [], skipped: 1 });
    expect(await fieldsOf(teamId, "jane@example.com")).toEqual({});
  });

  test("20 deliveries at once have one effect, also of an item that names its record by id only", async () => {
    const { item } = await newTeam(db);
    const create = item({ identifiers: [email("jane@example.com")] });
    const created = applied(await commitOnce(db, [create]), create);
    const update = item({ recordId: created.record.recordId, set: { a: 1 } });
    const commits = await Promise.all(Array.from({ length: 20 }, () => commitItems(db, [update])));
    expect(commits.flatMap((commit) => commit.outcomes)).toHaveLength(1);
  });
});

describe("G4, last accepted wins per field", () => {
  test("in whatever order the items commit", async () => {
    const { teamId, item } = await newTeam(db);
    const person = { identifiers: [email("jane@example.com")] };
    const early = item({ ...person, set: { a: "early", b: "early" } });
    const middle = item({ ...person, set: { b: "middle" } });
    const late = item({ ...person, set: { a: "late" } });
    for (const one of [late, early, middle]) await commitOnce(db, [one]);
    expect(await fieldsOf(teamId, "jane@example.com")).toEqual({ a: "late", b: "middle" });
  });

  test("an unmodified item doesn't let an older one win, and changes no updatedAt", async () => {
    const { teamId, item } = await newTeam(db);
    const person = { identifiers: [email("jane@example.com")] };
    await commitOnce(db, [item({ ...person, set: { a: "same" } })]);
    const before = await readRecord(db, teamId, "contact", { identifier: email("jane@example.com") });
    const older = item({ ...person, set: { a: "older" } });
    const same = item({ ...person, set: { a: "same" } });
    expect(applied(await commitOnce(db, [same]), same).outcome).toBe("unmodified");
    const result = applied(await commitOnce(db, [older]), older);
    expect(result.fieldRejections).toEqual([
      { field: "a", reason: "stale", rejectedValue: "older", conflictingRecordId: result.record.recordId },
    ]);
    const after = await readRecord(db, teamId, "contact", { identifier: email("jane@example.com") });
    expect(after).toEqual(before);
  });

  test("observedAt: what a source saw earlier doesn't replace what was seen later", async () => {
    const { teamId, item } = await newTeam(db);
    const person = { identifiers: [email("jane@example.com")] };
    await commitOnce(db, [item({ ...person, set: { a: "new" } })]);
    await commitOnce(db, [item({ ...person, set: { a: "old" }, observedAt: 1_000 })]);
    expect(await fieldsOf(teamId, "jane@example.com")).toEqual({ a: "new" });
  });

  test("source and creation belong to the lowest clock", async () => {
    const { teamId, item } = await newTeam(db);
    const person = { identifiers: [email("jane@example.com")] };
    const first = item({ ...person, source: "first" });
    const second = item({ ...person, source: "second" });
    await commitOnce(db, [second]);
    await commitOnce(db, [first]);
    const record = await readRecord(db, teamId, "contact", { identifier: email("jane@example.com") });
    expect(record).toMatchObject({ source: "first", createdAt: Math.floor(first.clock / 1_000) });
  });
});

describe("identifiers", () => {
  test("a new primary e-mail keeps the old one as an alias that matches", async () => {
    const { teamId, item } = await newTeam(db);
    await commitOnce(db, [item({ identifiers: [email("old@example.com"), linkedin("jane")] })]);
    const update = item({ identifiers: [email("new@example.com"), linkedin("jane")] });
    const result = applied(await commitOnce(db, [update]), update);
    expect(result).toMatchObject({ matchedBy: "linkedinUrl", outcome: "updated" });
    expect(result.record.identifiers.email).toEqual(["new@example.com", "old@example.com"]);
    const byAlias = await readRecord(db, teamId, "contact", { identifier: email("old@example.com") });
    expect(byAlias?.recordId).toBe(result.record.recordId);
  });

  test("prefer: the strongest match is updated, its owner keeps a clashing identifier", async () => {
    const { teamId, item } = await newTeam(db);
    const [jane, john] = [
      item({ identifiers: [email("jane@example.com")] }),
      item({ identifiers: [linkedin("john")] }),
    ];
    const created = await commitOnce(db, [jane, john]);
    const both = item({ identifiers: [email("jane@example.com"), linkedin("john")], set: { a: 1 } });
    const result = applied(await commitOnce(db, [both]), both);
    expect(result).toMatchObject({
      matchedBy: "email",
      fieldRejections: [
        {
          field: "linkedinUrl",
          reason: "duplicate",
          rejectedValue: "https://www.linkedin.com/in/john",
          conflictingRecordId: applied(created, john).record.recordId,
        },
      ],
    });
    expect(result.record.identifiers.linkedin).toBeUndefined();
    expect(await fieldsOf(teamId, "jane@example.com")).toEqual({ a: 1 });
  });

  test("strict: nothing is applied, and every record is named", async () => {
    const { teamId, item } = await newTeam(db);
    const [jane, john] = [
      item({ identifiers: [email("jane@example.com")] }),
      item({ identifiers: [linkedin("john")] }),
    ];
    const created = await commitOnce(db, [jane, john]);
    const both = item({
      identifiers: [email("jane@example.com"), linkedin("john"), salesNav("ACwAAnew")],
      set: { a: 1 },
      onConflict: "strict",
    });
    const result = rejected(await commitOnce(db, [both]), both);
    expect(result.code).toBe("IDENTITY_CONFLICT");
    const named = JSON.stringify(result.details);
    for (const one of [jane, john]) expect(named).toContain(applied(created, one).record.recordId);
    expect(await fieldsOf(teamId, "jane@example.com")).toEqual({});
    expect(await readRecord(db, teamId, "contact", { identifier: salesNav("ACwAAnew") })).toBeUndefined();
  });

  test("a record takes 20 additional e-mails, and names those past it", async () => {
    const { item } = await newTeam(db);
    const aliases = Array.from({ length: 20 }, (_, i) => `alias${i}@example.com`);
    const full = item({ identifiers: [email("jane@example.com")], aliases });
    await commitOnce(db, [full]);
    const more = item({
      identifiers: [email("jane@example.com")],
      aliases: ["one-more@example.com", "alias3@example.com"],
    });
    const result = applied(await commitOnce(db, [more]), more);
    expect(result.outcome).toBe("unmodified");
    expect(result.fieldRejections).toEqual([
      {
        field: "additionalEmails",
        reason: "limit",
        rejectedValue: "one-more@example.com",
        conflictingRecordId: result.record.recordId,
      },
    ]);
    expect(result.record.identifiers.email).toEqual(["jane@example.com", ...aliases.toSorted()]);
  });

  test("a record that is named by id and isn't there, or is another team's, is refused alike", async () => {
    const [mine, other] = [await newTeam(db), await newTeam(db)];
    const theirs = other.item({ identifiers: [email("jane@example.com")] });
    const { recordId } = applied(await commitOnce(db, [theirs]), theirs).record;
    const foreign = mine.item({ recordId, set: { a: 1 } });
    const unknown = mine.item({ recordId: "ctc_00000000000000000", set: { a: 1 } });
    const commit = await commitOnce(db, [foreign, unknown]);
    const messages = [foreign, unknown].map((one) =>
      rejected(commit, one).message.replace(/ctc_\w+/, "ctc_…"),
    );
    expect(messages[0]).toBe(messages[1]);
    expect(rejected(commit, foreign).code).toBe("CONTACT_NOT_FOUND_BY_ID");
    expect(await fieldsOf(other.teamId, "jane@example.com")).toEqual({});
  });
});

describe("companies and owners", () => {
  test("a contact is linked by each of the three ways, also to a company of its own commit", async () => {
    const { item } = await newTeam(db);
    const company = item({
      entity: "company",
      identifiers: [
        { kind: "domain", value: "acme.example.com" },
        { kind: "linkedin", value: "https://www.linkedin.com/company/acme" },
      ],
      set: { name: "Acme" },
    });
    const byDomain = item({
      identifiers: [email("a@example.com")],
      company: { field: "companyDomain", value: "acme.example.com" },
    });
    const commit = await commitOnce(db, [company, byDomain]);
    const companyId = applied(commit, company).record.recordId;
    const byId = item({
      identifiers: [email("b@example.com")],
      company: { field: "companyId", value: companyId },
    });
    const byLinkedin = item({
      identifiers: [email("c@example.com")],
      company: { field: "companyLinkedinUrl", value: "https://www.linkedin.com/company/acme" },
    });
    const later = await commitOnce(db, [byId, byLinkedin]);
    const linked = [applied(commit, byDomain), applied(later, byId), applied(later, byLinkedin)];
    expect(linked.map((result) => result.record.companyId)).toEqual([companyId, companyId, companyId]);
  });

  test("an unknown company and an unknown owner are warnings, another team's company too", async () => {
    const [mine, other] = [await newTeam(db), await newTeam(db)];
    await commitOnce(db, [
      other.item({ entity: "company", identifiers: [{ kind: "domain", value: "acme.example.com" }] }),
    ]);
    const contact = mine.item({
      identifiers: [email("jane@example.com")],
      company: { field: "companyDomain", value: "acme.example.com" },
      owner: "nobody@example.com",
    });
    const result = applied(await commitOnce(db, [contact]), contact);
    expect(result.warnings.map((warning) => warning.code)).toEqual(["COMPANY_NOT_FOUND", "OWNER_NOT_FOUND"]);
    expect(result.record).toMatchObject({ ownerId: mine.userId });
    expect(result.record.companyId).toBeUndefined();
  });
});

test("an owner that changes nothing is no change, one that does has a from", async () => {
  const { teamId, userId, item } = await newTeam(db);
  const { userId: other } = await createMember(db, teamId, {
    email: "other@example.com",
    name: "Omar",
    role: "user",
  });
  const person = { identifiers: [email("jane@example.com")] };
  const [create, same, changed] = [
    item(person),
    item({ ...person, owner: userId }),
    item({ ...person, owner: "Other@example.com" }),
  ];
  const commit = await commitOnce(db, [create, same, changed]);
  expect(applied(commit, same)).toMatchObject({ outcome: "unmodified", changes: {} });
  expect(applied(commit, changed)).toMatchObject({ changes: { ownerId: { from: userId, to: other } } });
});

test("the number of statements doesn't grow with the number of items", async () => {
  const { item } = await newTeam(db);
  const count = async (size: number) => {
    let statements = 0;
    const counting = db.withPlugin({
      transformQuery: ({ node }) => {
        statements++;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const items = Array.from({ length: size }, (_, i) =>
      item({ identifiers: [email(`${size}-${i}@example.com`)] }),
    );
    await commitOnce(counting, items);
    return statements;
  };
  expect(await count(300)).toBe(await count(2));
});

test("a record takes 256 Ki characters of values, and names those past it", async () => {
  const { teamId, item } = await newTeam(db);
  const person = { identifiers: [email("jane@example.com")] };
  const large = (name: string) =>
    Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${name}${i}`, "x".repeat(5_000)]));
  await commitOnce(db, [item({ ...person, set: large("a") })]);
  const more = item({ ...person, set: { firstName: "Jane".repeat(4_000) } });
  const smaller = item({ ...person, set: { a0: "y" } });
  const commit = await commitOnce(db, [more, smaller]);
  expect(applied(commit, more).fieldRejections).toMatchObject([{ field: "firstName", reason: "limit" }]);
  expect(applied(commit, smaller)).toMatchObject({ outcome: "updated", fieldRejections: [] });
  expect(await fieldsOf(teamId, "jane@example.com")).not.toHaveProperty("firstName");
});

test("what an older write named is refused under the request's own names", async () => {
  const { userId, item } = await newTeam(db);
  const person = { identifiers: [email("jane@example.com")] };
  const company = (domain: string) =>
    item({ entity: "company", identifiers: [{ kind: "domain", value: domain }] });
  const companies = [company("old.example.com"), company("new.example.com")];
  const link = (value: string) => ({ company: { field: "companyDomain" as const, value } });
  const older = item({ ...person, owner: userId, ...link("old.example.com") });
  const newer = item({ ...person, owner: "nobody@example.com", ...link("new.example.com") });
  await commitOnce(db, [...companies, newer]);
  const result = applied(await commitOnce(db, [older]), older);
  expect(result.fieldRejections).toMatchObject([
    { field: "companyDomain", reason: "stale", rejectedValue: "old.example.com" },
  ]);
});

test("the points of a commit are passed where something is applied, in their order", async () => {
  const { item } = await newTeam(db);
  const items = [item({ identifiers: [email("jane@example.com")] })];
  const passed = async () => {
    const points: string[] = [];
    await commitOnce(db, items, { onPoint: (point) => void points.push(point) });
    return points;
  };
  expect(await passed()).toEqual(["before-commit", "after-commit"]);
  expect(await passed()).toEqual(["before-commit"]);
});

test("a row that is rejected gives back what it gave, one that is applied doesn't", async () => {
  const { item } = await newTeam(db);
  const two = [email("a@example.com"), linkedin("b")];
  const row = (upsert: Partial<Upsert>) => {
    const made = item({ onConflict: "strict", ...upsert });
    return { ...made, ref: { ...made.ref, upload: true as const } };
  };
  await commitOnce(
    db,
    two.map((identifier) => item({ identifiers: [identifier] })),
  );
  const [good, bad] = [row({ identifiers: [email("a@example.com")] }), row({ identifiers: two })];
  await commitOnce(db, [good, bad]);
  const receipts = await readReceipts(db, [good.ref, bad.ref]);
  expect(receipts.get(receiptKey(good.ref))?.result).not.toHaveProperty("input");
  expect(receipts.get(receiptKey(bad.ref))?.result).toMatchObject({
    code: "IDENTITY_CONFLICT",
    input: { email: "a@example.com" },
  });
});
