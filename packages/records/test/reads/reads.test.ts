import type { RecordSnapshot } from "@onefold/contract";
import fc from "fast-check";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  countRecords,
  findRecordIds,
  listRecords,
  PAGE_MAX_BYTES,
  readHistory,
  readSnapshots,
  resolveRecord,
} from "../../src/index.ts";
import type { Position, RecordFilter, RecordName } from "../../src/index.ts";
import { prefixRange } from "../../src/reads/prefix-range.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 8 });
type Team = Awaited<ReturnType<typeof newTeam>>;

interface Person {
  readonly email: string;
  readonly aliases?: string[];
  readonly set?: Record<string, string>;
  readonly companyId?: string;
}

async function addContacts({ item }: Team, people: readonly Person[]): Promise<string[]> {
  const items = people.map((person) =>
    item({
      identifiers: [email(person.email)],
      ...(person.aliases && { aliases: person.aliases }),
      set: person.set ?? {},
      ...(person.companyId !== undefined && { company: { field: "companyId", value: person.companyId } }),
    }),
  );
  const { outcomes } = await commitOnce(db, items);
  return items.map((one) => {
    const result = outcomes.find((outcome) => outcome.item === one)?.result;
    if (result?.outcome !== "created") throw new Error(JSON.stringify(result));
    return result.record.recordId;
  });
}

async function addCompany({ item }: Team, domain: string, name = domain): Promise<string> {
  const one = item({ entity: "company", identifiers: [{ kind: "domain", value: domain }], set: { name } });
  const result = (await commitOnce(db, [one])).outcomes[0]?.result;
  if (result?.outcome !== "created") throw new Error(JSON.stringify(result));
  return result.record.recordId;
}

/** Follows the cursors to the end. */
async function allPages(
  teamId: string,
  filter: RecordFilter,
  limits: () => number,
  between: () => Promise<void> = async () => {},
): Promise<RecordSnapshot[]> {
  const records: RecordSnapshot[] = [];
  let after: Position | undefined;
  do {
    const page = await listRecords(db, teamId, "contact", {
      filter,
      limit: limits(),
      ...(after && { after }),
    });
    records.push(...page.records);
    after = page.next;
    await between();
  } while (after);
  return records;
}

const ids = (records: readonly RecordSnapshot[]) => records.map(({ recordId }) => recordId);
const search = (text: string) => ({ kind: "search" as const, text });
const ALL: RecordFilter = { kind: "all" };

async function findRecords(teamId: string, names: readonly RecordName[]) {
  const recordIds = await findRecordIds(db, teamId, "contact", names);
  return (await readSnapshots(db, teamId, "contact", recordIds)).records;
}

async function found(teamId: string, text: string, entity: "contact" | "company" = "contact") {
  const { records } = await listRecords(db, teamId, entity, { filter: search(text), limit: 100 });
  const { total, isEstimate } = await countRecords(db, teamId, entity, search(text));
  expect([total, isEstimate]).toEqual([records.length, false]);
  return ids(records);
}

/** As a merge leaves it, without its write path. */
async function retire(teamId: string, recordId: string, survivorId: string | null): Promise<void> {
  await db
    .insertInto("retired_records")
    .values({
      team_id: teamId,
      record_id: recordId,
      parent_id: survivorId,
      survivor_id: survivorId,
      clock: 1,
    })
    .execute();
}

describe("pages", () => {
  test("by cursor they are the whole set in its order, whatever their sizes; by offset too", async () => {
    const team = await newTeam(db);
    const company = await addCompany(team, "acme.example");
    const all = await addContacts(
      team,
      Array.from({ length: 137 }, (_, i) => ({
        email: `p${i}@example.com`,
        set: { firstName: "Pia", lastName: `P${i % 7}` },
        aliases: i % 3 ? [] : [`p-alias${i}@example.com`],
        ...(i % 2 && { companyId: company }),
      })),
    );
    const linked = all.filter((_, i) => i % 2);
    const limit = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(limit, { minLength: 1, maxLength: 5 }), async (limits) => {
        let turn = 0;
        const next = () => limits[turn++ % limits.length] ?? 1;
        expect(ids(await allPages(team.teamId, ALL, next))).toEqual(all);
        const ofCompany: RecordFilter = { kind: "company", company: { recordId: company } };
        expect(ids(await allPages(team.teamId, ofCompany, next))).toEqual(linked);
        const both: RecordFilter = { ...ofCompany, text: "pia p3" };
        expect(ids(await allPages(team.teamId, both, next))).toEqual(
          linked.filter((id) => all.indexOf(id) % 7 === 3),
        );
        const hits = ids(await allPages(team.teamId, search("p"), next));
        expect(hits).toHaveLength(all.length);
        expect(new Set(hits)).toEqual(new Set(all));
        const offset = next() * 2;
        const page = await listRecords(db, team.teamId, "contact", {
          filter: search("p"),
          limit: 20,
          offset,
        });
        expect(ids(page.records)).toEqual(hits.slice(offset, offset + 20));
      }),
      { numRuns: 15 },
    );
    const page = await listRecords(db, team.teamId, "contact", { filter: ALL, limit: 20, offset: 130 });
    expect(ids(page.records)).toEqual(all.slice(130));
    expect(page.next).toBeUndefined();
  });

  test("while records are added, what was there comes up exactly once and in order", async () => {
    const team = await newTeam(db);
    const before = await addContacts(
      team,
      Array.from({ length: 60 }, (_, i) => ({ email: `q${i}@example.com`, set: { lastName: "Quinn" } })),
    );
    for (const filter of [ALL, search("qu")]) {
      let added = 0;
      const seen = ids(
        await allPages(
          team.teamId,
          filter,
          () => 7,
          async () => {
            if (added++ < 10)
              await addContacts(team, [
                { email: `n${filter.kind}${added}@example.com`, set: { lastName: "Quinn" } },
              ]);
          },
        ),
      );
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => before.includes(id)).toSorted()).toEqual(before.toSorted());
      if (filter.kind === "all") expect(seen.slice(0, before.length)).toEqual(before);
    }
  });

  test("a name stage that repeats thousands of e-mail matches is walked in bounded steps, and to its end", async () => {
    const team = await newTeam(db);
    await sql`
      insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock,
                            name_key, last_name_key)
      select ${team.teamId}, 'ctc_' || substr(md5(g::text), 1, 17), '{}', '{}', 'api', ${team.userId}, g, g,
             'maria ' || lpad(g::text, 6, '0'), 'x' from generate_series(1, 12000) g`.execute(db);
    await sql`
      insert into contact_identifiers (team_id, kind, value, record_id, clock)
      select team_id, 'email', 'maria' || created_clock || '@example.com', record_id, 1 from contacts
       where team_id = ${team.teamId} and created_clock <= 11990`.execute(db);
    const seen = ids(await allPages(team.teamId, search("maria"), () => 3_000));
    expect(seen).toHaveLength(12_000);
    expect(new Set(seen).size).toBe(12_000);
    const { total, isEstimate } = await countRecords(db, team.teamId, "contact", search("maria"));
    expect(total).toBeGreaterThan(10_000);
    expect(isEstimate).toBe(true);
    const list = await countRecords(db, team.teamId, "contact", ALL);
    expect(list.isEstimate).toBe(true);
    expect(list.total).toBeGreaterThan(10_000);
  });
});

describe("a search among a company's contacts", () => {
  /** A team and a company with so many contacts. A search for "hit" finds each whose number the test picks. */
  async function crowd(contacts: number, isHit: RawBuilder<unknown>) {
    const team = await newTeam(db);
    const company = await addCompany(team, "crowd.example");
    await sql`
      insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock,
                            name_key)
      select ${team.teamId}, 'ctc_' || substr(md5(${team.teamId} || g), 1, 17),
             jsonb_build_object('companyId', ${company}::text), '{}', 'api', ${team.userId}, g, g, case when ${isHit} then 'hit' else 'miss' end
        from generate_series(1, ${contacts}::int) g`.execute(db);
    const filter: RecordFilter = { kind: "company", company: { recordId: company }, text: "hit" };
    return { teamId: team.teamId, filter };
  }

  test("a page by offset that is given up too early says so, and is never an empty one", async () => {
    const { teamId, filter } = await crowd(9_000, sql`g % 80 = 0 or g > 8900`);
    const all = ids(await allPages(teamId, filter, () => 100));
    expect(all).toHaveLength(211);
    const at = (offset: number) => listRecords(db, teamId, "contact", { filter, limit: 100, offset });
    for (const offset of [0, 30, 61]) {
      const page = await at(offset);
      expect(ids(page.records)).toEqual(all.slice(offset, 62));
      const rest = await listRecords(db, teamId, "contact", {
        filter,
        limit: 500,
        ...(page.next && { after: page.next }),
      });
      expect(ids(rest.records)).toEqual(all.slice(62));
    }
    for (const offset of [62, 100, 10_000]) expect(await at(offset)).toEqual({ records: [], isTooFar: true });
  });

  test("a total is exact to 10,000 contacts, however few match; of more it is what the first of them promise", async () => {
    const [exact, more] = [await crowd(10_000, sql`g % 100 = 0`), await crowd(30_000, sql`g % 100 = 0`)];
    expect(await countRecords(db, exact.teamId, "contact", exact.filter)).toEqual({
      total: 100,
      isEstimate: false,
    });
    expect(await countRecords(db, more.teamId, "contact", more.filter)).toEqual({
      total: 300,
      isEstimate: true,
    });
  });
});

describe("search", () => {
  test("e-mails, aliases, full names and last names by their beginning, each record once, in this order", async () => {
    const team = await newTeam(db);
    const [jose, garcia, joseline, none] = await addContacts(team, [
      {
        email: "jose@example.com",
        aliases: ["boss@example.com"],
        set: { firstName: "José", lastName: "Ñandú" },
      },
      { email: "a@example.com", set: { firstName: "Ana María", lastName: "GARCÍA" } },
      { email: "b@example.com", set: { firstName: "JOSÉLINE", lastName: "Jose" } },
      { email: "c@example.com", set: { firstName: "Maria", lastName: "de la Jose" } },
    ]);
    expect(none).toBeDefined();
    expect(await found(team.teamId, "jose")).toEqual([jose, joseline]);
    expect(await found(team.teamId, "JOSÉ")).toEqual([jose, joseline]);
    expect(await found(team.teamId, "  josé   ñan ")).toEqual([jose]);
    expect(await found(team.teamId, "bos")).toEqual([jose]);
    expect(await found(team.teamId, "Boss@Example.COM")).toEqual([jose]);
    expect(await found(team.teamId, "garcia")).toEqual([garcia]);
    expect(await found(team.teamId, "ana mar")).toEqual([garcia]);
    expect(await found(team.teamId, "example")).toEqual([]);
    expect(await found(team.teamId, "maria")).toEqual([none]);
  });

  test("% _ and \\ are characters like others", async () => {
    const team = await newTeam(db);
    const [percent, under, back] = await addContacts(team, [
      { email: "50%off@example.com", set: { lastName: "50% off" } },
      { email: "j_doe@example.com", set: { lastName: "j_doe" } },
      { email: "d@example.com", set: { lastName: "\\back" } },
      { email: "jxdoe@example.com", set: { lastName: "500" } },
    ]);
    expect(await found(team.teamId, "50%")).toEqual([percent]);
    expect(await found(team.teamId, "j_")).toEqual([under]);
    expect(await found(team.teamId, "\\b")).toEqual([back]);
    expect(await found(team.teamId, "%%")).toEqual([]);
    expect(await found(team.teamId, "__")).toEqual([]);
  });

  test("companies by domain and by name", async () => {
    const team = await newTeam(db);
    const acme = await addCompany(team, "acme.example", "Zürich Öl");
    const other = await addCompany(team, "other.example", "ACME & Söhne");
    expect(await found(team.teamId, "acme", "company")).toEqual([acme, other]);
    expect(await found(team.teamId, "zurich o", "company")).toEqual([acme]);
    expect(await found(team.teamId, "acme & sohne", "company")).toEqual([other]);
  });

  test("a prefix's range holds what starts with it and nothing else, up to the last character", async () => {
    const character = fc.constantFrom(
      "a",
      "b",
      "z",
      "\u007f",
      "é",
      "\ud7ff",
      "\ue000",
      "\uffff",
      "😀",
      "\u{10ffff}",
    );
    const text = fc.array(character, { minLength: 1, maxLength: 4 }).map((characters) => characters.join(""));
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { minLength: 1, maxLength: 8 }), async (prefix, others) => {
        const texts = [...others, prefix, ...others.map((other) => prefix + other)];
        const { from, to } = prefixRange(prefix);
        const { rows } = await sql<{ t: string }>`
          select t from unnest(${texts}::text[]) t
           where t collate "C" >= ${from} and (${to ?? null}::text is null or t collate "C" < ${to ?? null})`.execute(
          db,
        );
        expect(rows.map(({ t }) => t)).toEqual(texts.filter((one) => one.startsWith(prefix)));
      }),
      { numRuns: 200 },
    );
  });
});

describe("pages of large records", () => {
  const LARGE = 60;

  async function addLarge(team: Team): Promise<string[]> {
    const all: string[] = [];
    // Packed, they are a hundredth of it.
    const set = { note: "x".repeat(250_000), lastName: "Large" };
    for (let i = 0; i < LARGE; i += 10)
      all.push(
        ...(await addContacts(
          team,
          Array.from({ length: 10 }, (_, n) => ({ email: `large${i + n}@example.com`, set })),
        )),
      );
    return all;
  }

  test("end by their bytes, and nothing is left out", async () => {
    const team = await newTeam(db);
    const all = await addLarge(team);
    const sizes: number[] = [];
    for (const filter of [ALL, search("large")]) {
      let after: Position | undefined;
      const seen: string[] = [];
      do {
        const request = { filter, limit: 500, ...(after && { after }) };
        const page = await listRecords(db, team.teamId, "contact", request);
        sizes.push(JSON.stringify(page.records).length);
        seen.push(...ids(page.records));
        after = page.next;
      } while (after);
      expect(seen.toSorted()).toEqual(all.toSorted());
    }
    expect(Math.max(...sizes)).toBeLessThan(PAGE_MAX_BYTES + 300_000);
    const named = await readSnapshots(db, team.teamId, "contact", ["ctc_00000000000000009", ...all]);
    expect(named).toMatchObject({ through: 18, records: { length: 17 } });
    expect(ids(named.records)).toEqual(all.slice(0, 17));
  });

  test("what the companies of their jobs are called counts", async () => {
    const team = await newTeam(db);
    await sql`
      insert into companies (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
      select ${team.teamId}, 'cpn_job' || g, jsonb_build_object('name', repeat('n', 250) || g), '{}', 'api',
             ${team.userId}, g, g from generate_series(1, 50) g`.execute(db);
    await sql`
      insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
      select ${team.teamId}, 'ctc_job' || g, (select jsonb_object_agg('jobs/cpn_job' || j, 1) from generate_series(1, 50) j),
             '{"": 1}', 'api', ${team.userId}, g, g from generate_series(1, 400) g`.execute(db);
    let pages = 0;
    let after: Position | undefined;
    const seen: string[] = [];
    do {
      const page = await listRecords(db, team.teamId, "contact", {
        filter: ALL,
        limit: 1_000,
        ...(after && { after }),
      });
      expect(JSON.stringify(page.records).length).toBeLessThan(PAGE_MAX_BYTES * 1.2);
      for (const { jobs } of page.records)
        expect(jobs?.filter(({ companyName }) => companyName)).toHaveLength(50);
      seen.push(...ids(page.records));
      after = page.next;
      pages++;
    } while (after);
    expect(pages).toBe(2);
    expect(new Set(seen).size).toBe(400);
  });

  test("a history too", async () => {
    const team = await newTeam(db);
    const [recordId = ""] = await addContacts(team, [{ email: "h@example.com" }]);
    for (let i = 0; i < 20; i++)
      await commitOnce(db, [
        team.item({ identifiers: [email("h@example.com")], set: { note: String(i).repeat(130_000) } }),
      ]);
    const clocks: number[] = [];
    const pages: number[] = [];
    for (let after: number | undefined; ;) {
      const page = await readHistory(db, team.teamId, [recordId], {
        limit: 500,
        ...(after !== undefined && { after }),
      });
      clocks.push(...page.entries.map(({ clock }) => clock));
      pages.push(JSON.stringify(page.entries).length);
      after = page.next;
      if (after === undefined) break;
    }
    expect(clocks).toHaveLength(21);
    expect(clocks).toEqual(clocks.toSorted((a, b) => b - a));
    expect(pages.length).toBeGreaterThan(2);
    expect(Math.max(...pages)).toBeLessThan(PAGE_MAX_BYTES + 900_000);
  });
});

describe("by name and by company", () => {
  test("in the order asked, each once; a merged id answers its survivor, what isn't there is left out", async () => {
    const team = await newTeam(db);
    const [a = "", b = "", c = ""] = await addContacts(team, [
      { email: "a@example.com", aliases: ["aa@example.com"] },
      { email: "b@example.com" },
      { email: "c@example.com" },
    ]);
    await retire(team.teamId, "ctc_00000000000000001", b);
    await retire(team.teamId, "ctc_00000000000000002", null);
    const records = await findRecords(team.teamId, [
      { recordId: c },
      { identifier: email("nobody@example.com") },
      { recordId: "ctc_00000000000000001" },
      { identifier: email("aa@example.com") },
      { recordId: "ctc_00000000000000002" },
      { recordId: a },
      { recordId: "ctc_00000000000000003" },
    ]);
    expect(ids(records)).toEqual([c, b, a]);
    expect(await findRecords(team.teamId, [])).toEqual([]);
  });

  test("a merged company's contacts are those of all of its ids, shown with its own", async () => {
    const team = await newTeam(db);
    const companies = [await addCompany(team, "one.example"), await addCompany(team, "two.example")];
    const [one = "", two = ""] = companies;
    const contacts = await addContacts(
      team,
      Array.from({ length: 10 }, (_, i) => ({
        email: `m${i}@example.com`,
        companyId: companies[i % 2] ?? "",
      })),
    );
    await retire(team.teamId, two, one);
    await db.deleteFrom("companies").where("record_id", "=", two).execute();
    for (const recordId of companies) {
      const filter: RecordFilter = { kind: "company", company: { recordId } };
      const records = await allPages(team.teamId, filter, () => 3);
      expect(ids(records)).toEqual(contacts);
      expect(new Set(records.map(({ companyId }) => companyId))).toEqual(new Set([one]));
      expect(await countRecords(db, team.teamId, "contact", filter)).toEqual({
        total: 10,
        isEstimate: false,
      });
      const last = await listRecords(db, team.teamId, "contact", { filter, limit: 3, offset: 8 });
      expect(ids(last.records)).toEqual(contacts.slice(8));
    }
  });

  test("a deleted or unknown company has none", async () => {
    const team = await newTeam(db);
    const company = await addCompany(team, "gone.example");
    const [contact] = await addContacts(team, [{ email: "x@example.com", companyId: company }]);
    await retire(team.teamId, company, null);
    await db.deleteFrom("companies").where("record_id", "=", company).execute();
    const filter: RecordFilter = { kind: "company", company: { recordId: company } };
    expect((await listRecords(db, team.teamId, "contact", { filter, limit: 10 })).records).toEqual([]);
    expect(await countRecords(db, team.teamId, "contact", filter)).toEqual({ total: 0, isEstimate: false });
    const { records } = await listRecords(db, team.teamId, "contact", { filter: ALL, limit: 10 });
    expect(ids(records)).toEqual([contact]);
    expect(records[0]).not.toHaveProperty("companyId");
  });
});

describe("history", () => {
  test("newest first, page by page, with that of merged records; another team's never", async () => {
    const team = await newTeam(db);
    const other = await newTeam(db);
    const [mine = "", merged = ""] = await addContacts(team, [
      { email: "h@example.com" },
      { email: "i@example.com" },
    ]);
    for (let i = 0; i < 6; i++)
      await commitOnce(db, [
        team.item({
          identifiers: [email(i % 2 ? "h@example.com" : "i@example.com")],
          set: { jobTitle: `t${i}` },
        }),
      ]);
    await retire(team.teamId, merged, mine);
    await db.deleteFrom("contacts").where("record_id", "=", merged).execute();
    const record = await resolveRecord(db, team.teamId, "contact", { recordId: merged });
    expect(record).toEqual({ recordId: mine, allIds: [mine, merged] });
    const clocks: number[] = [];
    let after: number | undefined;
    do {
      const page = await readHistory(db, team.teamId, record?.allIds ?? [], {
        limit: 3,
        ...(after !== undefined && { after }),
      });
      clocks.push(...page.entries.map(({ clock }) => clock));
      after = page.next;
    } while (after !== undefined);
    expect(clocks).toHaveLength(8);
    expect(clocks).toEqual(clocks.toSorted((a, b) => b - a));
    expect((await readHistory(db, other.teamId, [mine, merged], { limit: 10 })).entries).toEqual([]);
  });
});

test("no read shows another team's records, by whatever name", async () => {
  const [team, other] = [await newTeam(db), await newTeam(db)];
  const company = await addCompany(other, "theirs.example");
  const [theirs = ""] = await addContacts(other, [
    { email: "theirs@example.com", set: { firstName: "Their", lastName: "Own" }, companyId: company },
  ]);
  const names = [{ recordId: theirs }, { identifier: email("theirs@example.com") }];
  expect(await findRecords(team.teamId, names)).toEqual([]);
  for (const name of names) expect(await resolveRecord(db, team.teamId, "contact", name)).toBeUndefined();
  const filters: RecordFilter[] = [
    ALL,
    search("their"),
    { kind: "named", names: [{ identifier: email("theirs@example.com") }] },
    { kind: "company", company: { recordId: company } },
    { kind: "company", company: { identifier: { kind: "domain", value: "theirs.example" } } },
  ];
  for (const filter of filters) {
    expect((await listRecords(db, team.teamId, "contact", { filter, limit: 10 })).records).toEqual([]);
    expect(await countRecords(db, team.teamId, "contact", filter)).toEqual({ total: 0, isEstimate: false });
    expect(ids((await listRecords(db, other.teamId, "contact", { filter, limit: 10 })).records)).toEqual([
      theirs,
    ]);
  }
});
