import { describe, expect, test } from "vitest";
import { refused } from "./support/client.ts";
import { useSharedStack } from "./support/shared-stacks.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useSharedStack();

const PROFILE = "https://www.linkedin.com/in/jane-doe-1a2b";
const LEAD = "https://www.linkedin.com/sales/lead/ACwAAAExample";

/** Each entity with one record that has an identifier of each kind, and the spellings of each by which it is asked for. */
const ENTITIES = {
  contacts: {
    body: {
      email: "jane@example.com",
      linkedinUrl: PROFILE,
      linkedinUrlSalesNav: LEAD,
      firstName: "Jane",
      lastName: "Doe",
    },
    spellings: {
      email: ["JANE@example.com"],
      linkedinUrl: [PROFILE, "fr.linkedin.com/in/Jane-Doe-1a2b/?trk=x", LEAD],
      linkedinUrlSalesNav: [`${LEAD},NAME_SEARCH,abcd`, PROFILE],
    },
  },
  companies: {
    body: {
      name: "Acme",
      domain: "acme.example",
      linkedinUrl: "https://www.linkedin.com/company/acme-inc",
      linkedinUrlSalesNav: "https://www.linkedin.com/sales/company/1234",
    },
    spellings: {
      domain: ["https://www.ACME.example/about"],
      linkedinUrl: ["linkedin.com/company/Acme-Inc/about"],
      linkedinUrlSalesNav: ["linkedin.com/sales/company/1234/"],
    },
  },
} as const;

type Path = keyof typeof ENTITIES;

async function seeded(path: Path) {
  const team = await stack().newTeam();
  const body = { ...ENTITIES[path].body };
  const { _id: id } = (path === "contacts" ? await team.contact(body) : await team.company(body)).body.data;
  return { team, id };
}

async function idsOf(team: TestTeam, url: string): Promise<unknown[]> {
  const { status, body } = await team.get(url);
  expect(status, JSON.stringify(body)).toBe(200);
  const rows: unknown = Array.isArray(body) ? body : Reflect.get(Object(body), "data");
  return Array.isArray(rows) ? rows.map((row) => Reflect.get(Object(row), "_id")) : [];
}

const cases = (["contacts", "companies"] as const).flatMap((path) =>
  Object.entries<readonly string[]>(ENTITIES[path].spellings).flatMap(([field, spellings]) =>
    spellings.map((spelling) => [path, field, spelling] as const),
  ),
);

describe("a record is found by each of its identifiers", () => {
  test.each(cases)("%s: %s=%s, as a path, among names, and as a filter", async (path, field, spelling) => {
    const { team, id } = await seeded(path);
    const other = await stack().newTeam();
    const encoded = encodeURIComponent(spelling);
    const names = path === "contacts" ? "idsOrEmails" : "idsOrDomains";

    const { status, body } = await team.get(`/api/${path}/${encoded}`);
    expect([status, Reflect.get(Object(body), "_id")]).toEqual([200, id]);
    expect((await team.get(`/api/${path}/${encoded}/history`)).status).toBe(200);
    // A comma ends a name.
    if (!spelling.includes(",")) expect(await idsOf(team, `/api/${path}?${names}=${encoded}`)).toEqual([id]);
    expect(await idsOf(team, `/api/${path}?${field}=${encoded}`)).toEqual([id]);

    expect((await other.get(`/api/${path}/${encoded}`)).status).toBe(404);
    expect(await idsOf(other, `/api/${path}?${field}=${encoded}`)).toEqual([]);
  });

  test.each([
    ["contacts", "linkedinUrl=https://example.com/in/jane", "INVALID_LINKEDIN_URL", "linkedinUrl"],
    ["contacts", "linkedinUrlSalesNav=jane", "INVALID_LINKEDIN_URL", "linkedinUrlSalesNav"],
    ["companies", "domain=acme", "INVALID_DOMAIN", "domain"],
    ["companies", `linkedinUrl=${PROFILE}`, "INVALID_LINKEDIN_URL", "linkedinUrl"],
    ["companies", "domain=acme.example&linkedinUrl=x", "INVALID_LINKEDIN_URL", "linkedinUrl"],
  ] as const)("400 for %s?%s", async (path, query, code, named) => {
    const team = await stack().newTeam();
    expect(refused(await team.get(`/api/${path}?${query}`), 400, code).message).toContain(named);
  });

  test("a page of another entity, or of nobody, is a 404", async () => {
    const { team } = await seeded("companies");
    for (const url of ["https://www.linkedin.com/company/acme-inc", "https://www.linkedin.com/in/nobody-x"])
      expect((await team.get(`/api/contacts/${encodeURIComponent(url)}`)).status).toBe(404);
  });
});

test("a page of LinkedIn that is no company's never names the company LinkedIn, which its domain does", async () => {
  const team = await stack().newTeam();
  await team.request("PUT", "/api/identity-rules", { body: { allow: ["linkedin.com"] } });
  expect((await team.post("/api/companies", { domain: "linkedin.com", name: "LinkedIn" })).status).toBe(201);
  for (const path of ["in/jane", "groups/123", "company/unavailable"]) {
    const url = encodeURIComponent(`https://www.linkedin.com/${path}`);
    expect((await team.request("DELETE", `/api/companies/${url}`)).status).toBe(404);
    expect((await team.get(`/api/companies?idsOrDomains=${url}`)).body).toMatchObject({ data: [], total: 0 });
    expect((await team.get(`/api/companies?search=${url}`)).body).toMatchObject({ data: [] });
    refused(await team.get(`/api/companies?domain=${url}`), 400, "INVALID_DOMAIN");
  }
  const named = (await team.get("/api/companies?search=https://www.linkedin.com/")).body;
  expect(named).toMatchObject({ data: [{ domain: "linkedin.com" }] });
  expect((await team.get("/api/companies/linkedin.com")).status).toBe(200);
});

describe("search", () => {
  test.each(["jane-d", "JANE-DOE-1a2b", "linkedin.com/in/jane-do", PROFILE, LEAD, "ACwAAAEx"])(
    "finds a contact by %s of its URL, once",
    async (text) => {
      const { team, id } = await seeded("contacts");
      await team.contact({
        email: "john@example.com",
        linkedinUrl: "linkedin.com/in/john-roe",
        firstName: "John",
      });
      expect(await idsOf(team, `/api/contacts?search=${encodeURIComponent(text)}`)).toEqual([id]);
    },
  );

  test("finds a company by the name in its URL", async () => {
    const { team, id } = await seeded("companies");
    expect(await idsOf(team, "/api/companies?search=acme-i")).toEqual([id]);
  });

  test("finds names whatever direction marks and joiners stand in them, or in what is typed", async () => {
    const team = await stack().newTeam();
    const written = { email: "x@example.com", firstName: "אבי\u200f-\u202bגיל", lastName: "כ\u2060הן" };
    const { _id: id } = (await team.contact(written)).body.data;
    for (const typed of ["אבי-גיל", "אבי-גיל כהן", "\u202bכהן\u202c", "כ\u200fה"])
      expect(await idsOf(team, `/api/contacts?search=${encodeURIComponent(typed)}`), typed).toEqual([id]);
  });

  test("pages of one through all its stages give each record once", async () => {
    const team = await stack().newTeam();
    const bodies = [
      { email: "an@example.com" },
      { email: "an2@example.com", linkedinUrl: "linkedin.com/in/an-x" },
      { email: "b@example.com", firstName: "An", linkedinUrl: "linkedin.com/in/an-y" },
      { email: "c@example.com", lastName: "An" },
      { linkedinUrl: "linkedin.com/in/an-z" },
      { email: "d@example.com", linkedinUrl: "linkedin.com/in/an-w" },
      { email: "e@example.com", firstName: "Bo" },
    ];
    const ids: string[] = [];
    for (const body of bodies) ids.push((await team.contact(body)).body.data._id);
    const all = await idsOf(team, "/api/contacts?search=an");
    expect(all).toHaveLength(6);
    expect(new Set(all)).toEqual(new Set(ids.slice(0, 6)));
    const paged: unknown[] = [];
    for (let url: string | undefined = "/api/contacts?search=an&limit=1"; url !== undefined;) {
      const { body } = await team.get(url);
      paged.push(...(await idsOf(team, url)));
      const cursor: unknown = Reflect.get(Object(body), "nextCursor");
      url = typeof cursor === "string" ? `/api/contacts?search=an&limit=1&cursor=${cursor}` : undefined;
    }
    expect(paged).toEqual(all);
  });
});
