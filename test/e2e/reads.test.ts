import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { BatchAcceptedAnswer, CompanyList, Contact, ContactList, History } from "@onefold/contract";
import { createField } from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { basic, refused } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { THOROUGH } from "../support/thorough.ts";

/** A small heap, so that what an export leaves behind is collected, and one that kept it all would end the process. */
const stack = useStack({ processes: true, env: { NODE_OPTIONS: "--max-old-space-size=160" } });

/** Three contacts, two of them of one company, oldest first. */
async function seeded() {
  const team = await stack().newTeam();
  const acme = (
    await team.company({
      name: "Acme Ltd",
      domain: "acme.example",
      linkedinUrl: "https://www.linkedin.com/company/acme",
    })
  ).body.data._id;
  const other = (await team.company({ name: "Other", domain: "other.example" })).body.data._id;
  const add = async (body: object) => (await team.contact(body)).body.data._id;
  const jose = await add({
    email: "jose@example.com",
    additionalEmails: ["boss+1@example.com"],
    firstName: "José",
    lastName: "García",
    companyId: acme,
  });
  const anna = await add({
    email: "anna@example.com",
    firstName: "Anna",
    lastName: "Jung",
    companyDomain: "acme.example",
  });
  const lone = await add({ linkedinUrl: "https://www.linkedin.com/in/lone" });
  return { team, acme, other, jose, anna, lone };
}

async function list(team: TestTeam, query: string) {
  const { status, body } = await team.get(`/api/contacts${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return ContactList.parse(body);
}

const idsOf = (records: readonly { _id: string }[]) => records.map(({ _id }) => _id);

describe("GET /api/contacts", () => {
  test("pages in lemlist's envelope, oldest first, each record as it is read", async () => {
    const { team, jose, anna, lone } = await seeded();
    const { body } = await team.get("/api/contacts");
    expect(body).toEqual({
      data: [await team.readContact(jose), await team.readContact(anna), await team.readContact(lone)],
      total: 3,
      limit: 100,
      offset: 0,
    });
    expect(idsOf((await list(team, "?limit=1&offset=1")).data)).toEqual([anna]);
    expect(await list(team, "?limit=500&offset=3")).toEqual({ data: [], total: 3, limit: 500, offset: 3 });
    expect(await list(await stack().newTeam(), "")).toEqual({ data: [], total: 0, limit: 100, offset: 0 });
  });

  test("by cursor, which says where it is, and belongs to its team, route and filter", async () => {
    const { team, jose, anna, lone } = await seeded();
    const first = await list(team, "?limit=1");
    expect(first.nextCursor).toMatch(/^[\w-]+$/);
    const second = await list(team, `?limit=1&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ total: 3, limit: 1, offset: 1 });
    const third = await list(team, `?limit=2&cursor=${second.nextCursor}`);
    expect(third.offset).toBe(2);
    expect(third).not.toHaveProperty("nextCursor");
    expect(idsOf([...first.data, ...second.data, ...third.data])).toEqual([jose, anna, lone]);

    const other = await stack().newTeam();
    const wrong = [
      other.get(`/api/contacts?cursor=${first.nextCursor}`),
      team.get(`/api/companies?cursor=${first.nextCursor}`),
      team.get(`/api/contacts?search=jo&cursor=${first.nextCursor}`),
      team.get(`/api/contacts/${jose}/history?cursor=${first.nextCursor}`),
      team.get("/api/contacts?cursor="),
      team.get("/api/contacts?cursor=AAAA"),
      team.get(`/api/contacts?cursor=${first.nextCursor}A`),
      team.get(`/api/contacts?cursor=${Buffer.from("[0,1,2]").toString("base64url")}`),
      team.get(`/api/contacts?cursor=${first.nextCursor}&cursor=${first.nextCursor}`),
      team.get(`/api/contacts?offset=0&cursor=${first.nextCursor}`),
    ];
    for (const answer of wrong)
      expect(refused(await answer, 400, "INVALID_REQUEST").message).toContain("cursor");
  });

  test("by ids and e-mails: a bare array in the order asked", async () => {
    const { team, jose, anna } = await seeded();
    const [readJose, readAnna] = [await team.readContact(jose), await team.readContact(anna)];
    const ask = async (query: string) => (await team.get(`/api/contacts?${query}`)).body;
    expect(
      await ask(`idsOrEmails=ANNA@example.com,ctc_0123456789abcdefG,,${jose},nobody,boss%2B1@example.com`),
    ).toEqual([readAnna, readJose]);
    expect(await ask(`idsOrEmails=${jose}&idsOrEmails=anna@example.com`)).toEqual([readJose, readAnna]);
    expect(await ask("idsOrEmails=nobody@example.com")).toEqual([]);
    expect(
      await (await stack().newTeam()).get(`/api/contacts?idsOrEmails=${jose},anna@example.com`),
    ).toMatchObject({
      status: 200,
      body: [],
    });
    const hundred = Array.from({ length: 100 }, (_, i) => `p${i}@example.com`).join(",");
    expect(await ask(`idsOrEmails=${hundred}`)).toEqual([]);
    for (const query of [`idsOrEmails=${hundred},one@example.com`, "idsOrEmails=", "idsOrEmails=%20,"])
      refused(await team.get(`/api/contacts?${query}`), 400, "INVALID_REQUEST");
  });

  test("search, email and the company, each alone", async () => {
    const { team, acme, other, jose, anna } = await seeded();
    const ask = async (query: string) => {
      const { data, total } = await list(team, `?${query}`);
      expect(total).toBe(data.length);
      return idsOf(data);
    };
    expect(await ask("search=jo")).toEqual([jose]);
    expect(await ask("search=JOS%C3%89%20gar")).toEqual([jose]);
    expect(await ask("search=boss%2B1")).toEqual([jose]);
    expect(await ask("search=jung")).toEqual([anna]);
    expect(await ask("search=%25%25")).toEqual([]);
    expect(await ask("email=BOSS%2B1@example.com")).toEqual([jose]);
    expect(await ask("email=nobody@example.com")).toEqual([]);
    expect(await ask(`companyId=${acme}`)).toEqual([jose, anna]);
    expect(await ask("companyDomain=https://www.ACME.example/")).toEqual([jose, anna]);
    expect(await ask("companyLinkedinUrl=linkedin.com/company/acme/")).toEqual([jose, anna]);
    expect(await ask(`companyId=${other}`)).toEqual([]);
    expect(await ask("companyId=cpn_0123456789abcdefG")).toEqual([]);
    expect(await ask("companyDomain=nobody.example")).toEqual([]);
    const page = await list(team, `?companyId=${acme}&limit=1`);
    expect(idsOf((await list(team, `?companyId=${acme}&cursor=${page.nextCursor}`)).data)).toEqual([anna]);
  });

  test.each([
    ["limit=0", "INVALID_REQUEST", "limit"],
    ["limit=501", "INVALID_REQUEST", "limit"],
    ["limit=ten", "INVALID_REQUEST", "limit"],
    ["limit=1&limit=2", "INVALID_REQUEST", "limit"],
    ["offset=-1", "INVALID_REQUEST", "offset"],
    ["offset=100001", "INVALID_REQUEST", "cursor"],
    ["search=jo&offset=10001", "INVALID_REQUEST", "cursor"],
    ["search=j", "INVALID_REQUEST", "search"],
    ["search=e%CC%81", "INVALID_REQUEST", "search"],
    ["search=", "INVALID_REQUEST", "search"],
    ["search=jo%00", "INVALID_REQUEST", "search"],
    [`search=${"x".repeat(256)}`, "INVALID_REQUEST", "search"],
    ["search=jo&search=ja", "INVALID_REQUEST", "search"],
    ["search=jo&sortOrder=desc", "INVALID_REQUEST", "search"],
    ["sortBy=name", "INVALID_REQUEST", "createdAt"],
    ["notInAnyCampaign=yes", "INVALID_REQUEST", "notInAnyCampaign"],
    ["fields=_id", "INVALID_REQUEST", "known are"],
    ["companyId=cpn_0123456789abcdefG&companyDomain=a.example", "INVALID_REQUEST", "combined"],
    ["idsOrEmails=jane@example.com&search=jo", "INVALID_REQUEST", "combined"],
    ["idsOrEmails=jane@example.com&cursor=x", "INVALID_REQUEST", "cursor"],
    ["email=", "INVALID_REQUEST", "email"],
    ["email=nobody", "INVALID_EMAIL", "email"],
    ["companyId=acme", "INVALID_COMPANY_ID", "companyId"],
    ["companyDomain=acme", "INVALID_DOMAIN", "companyDomain"],
    ["companyLinkedinUrl=https://example.com/company/acme", "INVALID_LINKEDIN_URL", "companyLinkedinUrl"],
    ["sort=name", "INVALID_REQUEST", "idsOrEmails, search, email"],
    ["Search=jo", "INVALID_REQUEST", "known are"],
  ] as const)("400 for %s", async (query, code, named) => {
    const team = await stack().newTeam();
    expect(refused(await team.get(`/api/contacts?${query}`), 400, code).message).toContain(named);
  });

  test("a total past 10,000 is an estimate, and says so", async () => {
    const team = await stack().newTeam();
    await insertContacts(team, 10_001);
    const page = await list(team, "?limit=1");
    expect(page.totalIsEstimate).toBe(true);
    expect(page.total).toBeGreaterThan(10_000);
    await sql`delete from contacts where team_id = ${team.teamId} and created_clock = 1`.execute(stack().db);
    expect(await list(team, "?limit=1")).toMatchObject({ total: 10_000 });
    expect(await list(team, "?limit=1")).not.toHaveProperty("totalIsEstimate");
  });

  test("a search among a company's thousands of contacts goes on by cursor, and an offset behind them is 400", async () => {
    const team = await stack().newTeam();
    const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
    await insertContacts(team, 10_001, 1, acme);
    const last = (await team.contact({ email: "last@example.com", companyId: acme })).body.data._id;
    const query = `?companyId=${acme}&search=last`;
    const skipping = await team.get(`/api/contacts${query}&offset=1`);
    expect(refused(skipping, 400, "INVALID_REQUEST").message).toContain("cursor");
    let page = await list(team, query);
    const seen = idsOf(page.data);
    while (page.nextCursor !== undefined) {
      // The estimate alone would be 0.
      expect(page).toMatchObject({ total: 1, totalIsEstimate: true });
      page = await list(team, `${query}&cursor=${page.nextCursor}`);
      seen.push(...idsOf(page.data));
    }
    expect(page.total).toBe(1);
    expect(seen).toEqual([last]);
  });
});

test("GET /api/companies: pages, search, ids and domains", async () => {
  const { team, acme, other } = await seeded();
  const ask = async (query: string) => CompanyList.parse((await team.get(`/api/companies?${query}`)).body);
  const all = await ask("");
  expect(all).toEqual({
    data: [await team.readCompany(acme), await team.readCompany(other)],
    total: 2,
    limit: 100,
    offset: 0,
  });
  expect(idsOf((await ask("search=acme%20l")).data)).toEqual([acme]);
  expect(idsOf((await ask("search=other.ex")).data)).toEqual([other]);
  const page = await ask("limit=1");
  expect(idsOf((await ask(`cursor=${page.nextCursor}`)).data)).toEqual([other]);
  const names = `idsOrDomains=OTHER.example,${acme},x`;
  const named = await ask(names);
  expect([idsOf(named.data), named.total]).toEqual([[other, acme], 2]);
  const second = await ask(`${names}&limit=1&offset=1`);
  expect([idsOf(second.data), second.total, second.limit, second.offset]).toEqual([[acme], 2, 1, 1]);
  refused(await team.get(`/api/companies?${names}&cursor=x`), 400, "INVALID_REQUEST");
  for (const query of ["email=jane@example.com", "idsOrEmails=a@example.com", "search=a", "limit=0"])
    refused(await team.get(`/api/companies?${query}`), 400, "INVALID_REQUEST");
});

describe("history", () => {
  test("what changed, when, by which key and job, newest first", async () => {
    const { team, jose, acme } = await seeded();
    const { job } = (
      await team.contact({
        email: "jose@example.com",
        jobTitle: "CTO",
        linkedinUrl: "https://www.linkedin.com/in/lone",
      })
    ).body;
    const { status, body } = await team.get("/api/contacts/boss%2B1@example.com/history");
    expect(status).toBe(200);
    const { data, limit } = History.parse(body);
    expect(limit).toBe(100);
    expect(data).toMatchObject([
      {
        action: "upsert",
        outcome: "updated",
        matchedBy: "email",
        changes: { jobTitle: { to: "CTO" } },
        fieldRejections: [{ field: "linkedinUrl", reason: "duplicate" }],
        recordId: jose,
        job,
        row: 0,
        userId: team.userId,
        userName: expect.any(String),
        keyName: "test",
      },
      {
        outcome: "created",
        source: "api",
        recordId: jose,
        changes: {
          email: { to: "jose@example.com" },
          additionalEmails: { to: ["boss+1@example.com"] },
          firstName: { to: "José" },
          lastName: { to: "García" },
          companyId: { to: acme },
        },
      },
    ]);
    expect(data[0]).not.toHaveProperty("source");
    expect(data[1]?.changes).not.toHaveProperty("ownerId");
    const first = History.parse((await team.get(`/api/contacts/${jose}/history?limit=1`)).body);
    const second = History.parse(
      (await team.get(`/api/contacts/${jose}/history?cursor=${first.nextCursor}`)).body,
    );
    expect([...first.data, ...second.data]).toEqual(data);
    expect(second).not.toHaveProperty("nextCursor");
    expect(History.parse((await team.get(`/api/companies/acme.example/history`)).body).data).toMatchObject([
      { outcome: "created", recordId: acme },
    ]);
  });

  test("erased contents are gone, the entry stays; a merged id answers by its survivor", async () => {
    const { team, jose, anna } = await seeded();
    const { db } = stack();
    await sql`update receipts set result = '{"outcome":"erased","applied":"created"}'
               where team_id = ${team.teamId} and record_id = ${anna}`.execute(db);
    await sql`delete from contacts where team_id = ${team.teamId} and record_id = ${anna}`.execute(db);
    await sql`insert into retired_records values (${team.teamId}, ${anna}, ${jose}, ${jose}, 1)`.execute(db);
    const { headers, body } = await team.get(`/api/contacts/${anna}/history`);
    expect(headers.get("content-location")).toBe(`/api/contacts/${jose}/history`);
    const { data } = History.parse(body);
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ outcome: "created", erased: true, recordId: anna, row: 0 });
    expect(Object.keys(data[0] ?? {})).not.toContain("changes");
    expect(data[1]).toMatchObject({ outcome: "created", recordId: jose });
  });

  test("404 for what isn't there or is another team's, 400 for what can't be read", async () => {
    const { jose } = await seeded();
    const team = await stack().newTeam();
    for (const name of [jose, "jose@example.com", "ctc_0123456789abcdefG", "nobody"])
      refused(await team.get(`/api/contacts/${name}/history`), 404, "NOT_FOUND");
    refused(await team.get("/api/companies/acme.example/history"), 404, "NOT_FOUND");
    refused(await team.get(`/api/contacts/${jose}/history?offset=1`), 400, "INVALID_REQUEST");
    refused(await team.get(`/api/contacts/${jose}/history?limit=0`), 400, "INVALID_REQUEST");
  });
});

describe("export", () => {
  test("CSV: a header, every field, the team's own by name, formulas as text, numbers as numbers", async () => {
    const { db } = stack();
    const team = await stack().newTeam();
    for (const [name, type] of [
      ["score", "number"],
      ["Big deal", "boolean"],
    ] as const)
      await createField(db, team.teamId, { entity: "contact", name, type });
    const one = await team.contact({
      email: "jane@example.com",
      additionalEmails: ["j@example.com"],
      firstName: "=cmd()",
      lastName: "+Doe",
      jobTitle: "-1",
      phone: "+33 1 23 45",
      location: "@home",
      summary: 'a, "b"\nc',
      score: -5,
      "Big deal": false,
    });
    await team.contact({ email: "z@example.com", firstName: "Zoë" });
    const { status, headers, body } = await team.get("/api/contacts/export");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="contacts-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const [header, first, second, end, ...more] = String(body).split("\r\n");
    const { _id, createdAt, createdBy, ownerId } = one.body.data;
    expect(header).toBe(
      "_id,email,emails,linkedinUrl,linkedinUrlSalesNav,companyId,ownerId,source,createdAt,createdBy,updatedAt," +
        "unsubscribed,firstName,lastName,phone,jobTitle,jobDescription,picture,timezone,industry,languages,location," +
        "skills,summary,tagline,Big deal,score",
    );
    expect(first).toBe(
      `${_id},jane@example.com,jane@example.com;j@example.com,,,,${ownerId},api,${createdAt},${createdBy},${createdAt},` +
        `false,'=cmd(),'+Doe,'+33 1 23 45,'-1,,,,,,'@home,,"a, ""b""\nc",,false,-5`,
    );
    expect(second).toContain(",Zoë,");
    expect(end).toBe("");
    expect(more).toEqual([]);
  });

  test("a CSV whose values hold formulas is imported as it was exported", async () => {
    const team = await stack().newTeam();
    const given = {
      email: "jane@example.com",
      firstName: "=cmd()",
      lastName: "x;=HYPERLINK(1)",
      jobTitle: "'=1",
      phone: "+33 1 23 45",
      location: 'a\n@b;"-1',
      summary: "\t＝1\r+2; '-3",
      tagline: "it's; 'quoted'",
    };
    await team.contact(given);
    const { body } = await team.get("/api/contacts/export");
    expect(String(body)).toContain(",'=cmd(),x;'=HYPERLINK(1),'+33 1 23 45,''=1,");
    const { body: accepted } = await team.request("POST", "/api/contacts/batch?ignoreUnknownColumns=true", {
      raw: String(body),
      headers: { "Content-Type": "text/csv" },
    });
    const { counts } = await team.job(BatchAcceptedAnswer.parse(accepted).job.id, 30);
    expect(counts).toMatchObject({ total: 1, unmodified: 1, rejected: 0 });
    const { email: _, ...values } = given;
    expect((await team.readContact("jane@example.com")).fields).toMatchObject(values);
  });

  test("NDJSON by format or by Accept: a contact a line, as it is read", async () => {
    const { team, jose, anna, lone } = await seeded();
    const contacts = [
      await team.readContact(jose),
      await team.readContact(anna),
      await team.readContact(lone),
    ];
    const lines = (body: unknown) =>
      String(body)
        .split("\n")
        .filter((line) => line !== "")
        .map((line): unknown => JSON.parse(line));
    const byFormat = await team.get("/api/contacts/export?format=ndjson");
    expect(byFormat.headers.get("content-type")).toBe("application/x-ndjson");
    expect(lines(byFormat.body)).toEqual(contacts);
    const byAccept = await team.get("/api/contacts/export", { headers: { Accept: "application/x-ndjson" } });
    expect(lines(byAccept.body)).toEqual(contacts);
    const filtered = async (query: string) => {
      const { body } = await team.get(`/api/contacts/export?format=ndjson&${query}`);
      return idsOf(lines(body).map((line) => Contact.parse(line)));
    };
    expect(await filtered("search=jo")).toEqual([jose]);
    expect(await filtered("email=anna@example.com")).toEqual([anna]);
    expect(await filtered("companyDomain=acme.example")).toEqual([jose, anna]);
    expect(await filtered(`idsOrEmails=${lone},${jose}`)).toEqual([lone, jose]);
    expect(await filtered("search=nobody")).toEqual([]);
    const companies = String((await team.get("/api/companies/export?search=acme")).body).split("\r\n");
    expect(companies[0]).toMatch(/^_id,domain,domains,.*,name,industry,/);
    expect(companies[1]).toContain(",acme.example,acme.example,https://www.linkedin.com/company/acme,");
    const empty = await stack().newTeam();
    expect(String((await empty.get("/api/contacts/export")).body).split("\r\n")).toHaveLength(2);
  });

  test("HEAD says what a GET would; what can't be read is 400, in JSON", async () => {
    const { team } = await seeded();
    const head = await team.request("HEAD", "/api/contacts/export?format=ndjson");
    expect([head.status, head.body]).toEqual([200, undefined]);
    expect(head.headers.get("content-disposition")).toContain(".ndjson");
    for (const query of ["format=xml", "limit=10", "offset=1", "cursor=x", "search=j"])
      refused(await team.get(`/api/contacts/export?${query}`), 400, "INVALID_REQUEST");
    refused(await team.get("/api/contacts/export?companyId=x"), 400, "INVALID_COMPANY_ID");
    refused(await team.get("/api/companies/export?email=a@example.com"), 400, "INVALID_REQUEST");
  });

  test(
    "every record once, in memory that doesn't grow, and not read ahead of the client",
    { ...THOROUGH, timeout: 180_000 },
    async () => {
      const team = await stack().newTeam();
      const count = 40_000;
      await insertContacts(team, count, 5_000);
      // Pages of the same size: what an export holds at once is held after them.
      const shorter = await stack().newTeam();
      await insertContacts(shorter, 5_000, 5_000);
      await splitAll(await startExport(shorter));
      const before = residentBytes();
      const response = await startExport(team);
      // The client takes nothing: what fits into the sockets' buffers is read, and no more.
      const read = await until("the export waits", 20_000, async () => {
        const [first, second] = [await pagesRead(), await pagesRead(1_500)];
        return first === second ? second : undefined;
      });
      let lines = 0;
      let bytes = 0;
      const seen = new Set<string>();
      for await (const chunk of splitLines(response)) {
        seen.add(chunk.slice(0, 32));
        bytes += chunk.length;
        lines++;
      }
      expect(lines).toBe(count);
      expect(seen.size).toBe(count);
      expect(bytes).toBeGreaterThan(200_000_000);
      // Held, it would be all of them; what the system hasn't taken back yet is up to half.
      expect(residentBytes() - before).toBeLessThan((bytes * 3) / 4);
      expect((await pagesRead(1_500)) - read).toBeGreaterThan(count / 1_000 / 2);
      // 200 MB on a busy machine. If it is given up, it disturbs those after it.
    },
  );

  test("a client that goes away ends it", async () => {
    const team = await stack().newTeam();
    await insertContacts(team, 20_000, 1_000);
    const response = await startExport(team);
    await once(response, "readable");
    response.destroy();
    const stopped = await until("the export stops", 20_000, async () => {
      const [first, second] = [await pagesRead(), await pagesRead(1_500)];
      return first === second ? second : undefined;
    });
    expect(stopped).toBe(await pagesRead(1_500));
  });

  test("one that breaks off doesn't look whole", async () => {
    const team = await stack().newTeam();
    await insertContacts(team, 20_000, 1_000);
    const response = await startExport(team);
    const lock = stack().db.transaction();
    const failure = await lock.execute(async (trx) => {
      await sql`lock table contacts in access exclusive mode`.execute(trx);
      // The API's statements are cancelled after 5 s.
      return splitAll(response).then(
        () => undefined,
        (error: unknown) => error,
      );
    });
    expect(failure).toMatchObject({ code: "ECONNRESET" });
    expect((await startExport(team)).statusCode).toBe(200);
  });
});

/** Straight into the table, as if they had come one by one. */
async function insertContacts(
  { teamId, userId }: TestTeam,
  count: number,
  textLength = 1,
  companyId?: string,
): Promise<void> {
  const { db } = stack();
  await sql`
    insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
    select ${teamId}, 'ctc_' || substr(md5(${teamId} || g), 1, 17),
           jsonb_strip_nulls(jsonb_build_object('firstName', 'P' || g, 'summary', repeat('x', ${textLength}),
                                                'companyId', ${companyId ?? null}::text)),
           '{}', 'api', ${userId}, g, g
      from generate_series(1, ${count}::bigint) g`.execute(db);
  await sql`analyze contacts`.execute(db);
}

/** The answer as it comes, nothing of it read. */
async function startExport(team: TestTeam): Promise<IncomingMessage> {
  const url = `${stack().api.url}/api/contacts/export?format=ndjson`;
  const asked = request(url, { headers: { Authorization: basic("", team.key) }, agent: false }).end();
  const answered: IncomingMessage[] = await once(asked, "response");
  const [response] = answered;
  if (!response) throw new Error("no response");
  return response;
}

async function* splitLines(response: IncomingMessage): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of response.setEncoding("utf8")) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

async function splitAll(response: IncomingMessage): Promise<void> {
  for await (const _line of splitLines(response));
}

/** Scans of the index that a list walks through: one a page. */
async function pagesRead(afterMs = 0): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select pg_sleep(${afterMs / 1_000}), pg_stat_clear_snapshot(), idx_scan as n from pg_stat_user_indexes
     where indexrelname = 'contacts_created'`.execute(stack().db);
  return rows[0]?.n ?? 0;
}

/** Of the API process. */
function residentBytes(): number {
  const status = readFileSync(`/proc/${stack().apiProcess.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
}
