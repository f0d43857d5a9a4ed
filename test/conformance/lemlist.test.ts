import { CreateKeyAnswer } from "@onefold/contract";
import { expect, describe, test } from "vitest";
import { OTHER_ROUTES } from "../../apps/api/src/lemlist/other-routes.ts";
import { basic, refused } from "../e2e/support/client.ts";
import type { Client } from "../e2e/support/client.ts";
import type { Answer } from "../e2e/support/conformance.ts";
import { useSharedStack } from "../e2e/support/shared-stacks.ts";
import { newWorld, send, tryCase, PROFILE } from "./support/cases.ts";
import { COMPANIES } from "./support/companies.ts";
import { CONTACTS } from "./support/contacts.ts";
import { TEAM } from "./support/team.ts";
import { UPSERT_KEYS } from "./support/upsert-keys.ts";
import { UPSERT_VALUES } from "./support/upsert-values.ts";

/**
 * What a client written for lemlist relies on, a line for each rule of its public reference. The client of
 * these tests holds every answer against the OpenAPI document besides, and refuses any null in it.
 */
const stack = useSharedStack();

for (const [area, groups] of Object.entries({
  "POST /api/contacts": { ...UPSERT_KEYS, ...UPSERT_VALUES },
  contacts: CONTACTS,
  companies: COMPANIES,
  "the team": TEAM,
}))
  for (const [group, cases] of Object.entries(groups))
    describe(`${area}: ${group}`, () => {
      // Each is tried on a world of its own, so several at a time.
      const lines = cases.map((line) => [line[0], line] as const);
      test.concurrent.each(lines)("%s", (_rule, line) => tryCase(stack(), line));
    });

describe("authentication", () => {
  const ask = async (Authorization?: string) =>
    stack().anyone.get("/api/team", Authorization === undefined ? {} : { headers: { Authorization } });

  test.each([
    ["no user name", ""],
    ["any user name", "anyone"],
    ["an e-mail as user name", "olga@example.com"],
  ])("Basic with %s and the key as password", async (_what, user) => {
    const { key, teamId } = await stack().newTeam();
    const { status, body } = await ask(basic(user, key));
    expect([status, body]).toEqual([200, expect.objectContaining({ _id: teamId })]);
  });

  test.each([
    ["no key", undefined],
    ["an unknown key", basic("", "ofk_0000000000000000000000000000000000")],
    ["an empty key", basic("", "")],
    ["what isn't base64", "Basic ???"],
    ["another scheme", "Digest x"],
  ])("%s: 401, challenged for Basic, always in the same words", async (_what, authorization) => {
    const answer = await ask(authorization);
    refused(answer, 401, "UNAUTHORIZED");
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic/);
    expect(answer.body).toEqual((await ask()).body);
  });
});

describe("what is lemlist's alone", () => {
  const routes = Object.values(OTHER_ROUTES).flat();
  const ask = (client: Client, route: string) => {
    const [method = "", path = ""] = route.split(" ");
    return client.request(method, `/api${path.replaceAll(/:\w+/g, "any")}`);
  };

  test("each of its routes: 501, in its error's shape, for every key that is one", async () => {
    const team = await stack().newTeam();
    const made = await team.post("/api/keys", { name: "least", scopes: ["ingest"] });
    const least = stack().clientWith(CreateKeyAnswer.parse(made.body).data.key);
    for (const route of routes) {
      const { message } = refused(await ask(least, route), 501, "NOT_SUPPORTED");
      expect(message, route).toMatch(
        /^\S.* are no part of this service\. Onefold keeps contacts and companies/,
      );
    }
  });

  test("without a key: 401", async () => {
    for (const route of ["GET /campaigns/any", "GET /team/credits", "POST /enrich"])
      refused(await ask(stack().anyone, route), 401, "UNAUTHORIZED");
  });
});

describe("headers", () => {
  test("a client's X-Request-Id comes back, also with an error", async () => {
    const team = await stack().newTeam();
    for (const path of ["/api/team", "/api/contacts/no@example.com", "/api/nothing"]) {
      const { headers } = await team.get(path, { headers: { "X-Request-Id": "mine-1" } });
      expect(headers.get("x-request-id")).toBe("mine-1");
    }
  });

  test("a key with a limit is told of it, and past it 429 with the seconds to wait", async () => {
    const team = await stack().newTeam();
    const made = await team.post("/api/keys", {
      name: "limited",
      scopes: ["admin"],
      rateLimit: { requests: 2, seconds: 600 },
    });
    const limited = stack().clientWith(CreateKeyAnswer.parse(made.body).data.key);
    const limitsOf = ({ headers }: Answer) =>
      ["limit", "remaining"].map((name) => Number(headers.get(`x-ratelimit-${name}`)));
    expect(limitsOf(await limited.get("/api/team"))).toEqual([2, 1]);
    expect(limitsOf(await limited.get("/api/team"))).toEqual([2, 0]);
    const over = await limited.get("/api/team");
    refused(over, 429, "RATE_LIMITED");
    expect(limitsOf(over)).toEqual([2, 0]);
    // A date to read, where others send seconds.
    expect(Date.parse(over.headers.get("x-ratelimit-reset") ?? "")).toBeGreaterThan(Date.now());
    expect(over.headers.get("retry-after")).toMatch(/^\d+$/);
    for (const name of ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"])
      expect((await team.get("/api/team")).headers.has(name)).toBe(false);
  });

  test("405 says what is allowed", async () => {
    const team = await stack().newTeam();
    const allow = async (method: string, path: string) =>
      (await team.request(method, path)).headers.get("allow")?.split(", ").toSorted();
    expect(await allow("PUT", "/api/contacts")).toEqual(["GET", "HEAD", "POST"]);
    expect(await allow("POST", "/api/team")).toEqual(["GET", "HEAD", "PATCH"]);
  });

  test("JSON is called by its plain name, whatever charset the request names", async () => {
    const team = await stack().newTeam();
    const headers = { "Content-Type": "application/json; charset=utf-8" };
    const answer = await team.post("/api/contacts", { email: "jane@example.com" }, { headers });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([201, "application/json"]);
  });
});

describe("over several requests", () => {
  test("a link to a company that doesn't exist creates none", async () => {
    const { team } = await newWorld(stack());
    await team.contact({ email: "new@example.com", companyDomain: "later.example" });
    refused(await team.get("/api/companies/later.example"), 404, "NOT_FOUND");
  });

  test("an id that names nobody creates nobody", async () => {
    const { team } = await newWorld(stack());
    await team.post("/api/contacts", { contactId: "ctc_0000000000000000A", email: "new@example.com" });
    refused(await team.get("/api/contacts/new@example.com"), 404, "NOT_FOUND");
  });

  test("companyLinked says whether the contact is linked, not whether this request did it", async () => {
    const { team, acme } = await newWorld(stack());
    const { data, warnings } = (
      await team.contact({ email: "jane@example.com", companyDomain: "no.example" })
    ).body;
    expect(data).toMatchObject({ companyLinked: true, companyId: acme });
    expect(warnings).toMatchObject([{ code: "COMPANY_NOT_FOUND" }]);
  });

  test("a job title is saved as part of the job data of the company that is linked", async () => {
    const { team, jane, acme } = await newWorld(stack());
    await team.contact({ email: "jane@example.com", companyDomain: "acme.example", jobTitle: "Founder" });
    const { jobs, fields } = await team.readContact(jane);
    expect(fields["jobTitle"]).toBe("Founder");
    expect(jobs).toMatchObject([{ companyId: acme, jobTitle: "Founder", current: true }]);
  });

  test("the owner stays where none is given", async () => {
    const { team, otto } = await newWorld(stack());
    await team.contact({ email: "jane@example.com", contactOwner: otto });
    expect((await team.contact({ email: "jane@example.com" })).body.data.ownerId).toBe(otto);
  });

  test("linkedinUrl is among the fields too, of each record in each answer", async () => {
    const { team, jane } = await newWorld(stack());
    const { data } = (await team.contact({ contactId: jane, linkedinUrl: PROFILE, firstName: "Jane" })).body;
    expect(data).toMatchObject({ linkedinUrl: PROFILE, fields: { firstName: "Jane", linkedinUrl: PROFILE } });
    const shown = { linkedinUrl: PROFILE, fields: expect.objectContaining({ linkedinUrl: PROFILE }) };
    expect(await team.readContact(jane)).toMatchObject(shown);
    expect((await team.get("/api/contacts?search=jane")).body).toMatchObject({ data: [shown] });
    const page = "https://www.linkedin.com/company/initech";
    const company = { name: "Initech", domain: "initech.example", linkedinUrl: page };
    expect((await team.company(company)).body.data.fields).toEqual({ name: "Initech", linkedinUrl: page });
    expect((await team.readCompany("initech.example")).fields["linkedinUrl"]).toBe(page);
  });

  test("the older e-mail stays as an alias when a profile's record takes a new one", async () => {
    const { team, jane } = await newWorld(stack());
    const { data } = (await team.contact({ linkedinUrl: PROFILE, email: "jane@new.example" })).body;
    expect(data._id).toBe(jane);
    expect((await team.readContact(jane)).email).toBe("jane@new.example");
    expect((await team.readContact("jane@example.com"))._id).toBe(jane);
  });

  test("what was deleted is gone by each of its names", async () => {
    const { team, jane } = await newWorld(stack());
    await send(team, [`DELETE /api/contacts/${jane}`]);
    for (const name of [jane, "jane@example.com", "j.doe@example.com"])
      refused(await team.get(`/api/contacts/${name}`), 404, "NOT_FOUND");
    expect((await team.get("/api/contacts")).body).toMatchObject({ total: 2 });
  });

  test("a merge: the survivor's values win, it takes what it lacks, and answers for the other", async () => {
    const { team, jane, john } = await newWorld(stack());
    await team.contact({ contactId: john, firstName: "John" });
    const merged = await team.post("/api/contacts/merge", { primaryId: john, secondaryIds: [jane] });
    expect(merged.body).toMatchObject({
      success: true,
      primaryId: john,
      mergedIds: [jane],
      rejectedFields: expect.arrayContaining([expect.objectContaining({ field: "firstName" })]),
    });
    const survivor = await team.readContact(john);
    expect(survivor).toMatchObject({ fullName: "John Doe", email: "jane@example.com" });
    const read = await team.get(`/api/contacts/${jane}`);
    expect(read.body).toEqual(survivor);
    expect(read.headers.get("content-location")).toBe(`/api/contacts/${john}`);
  });

  test("a company that is deleted by force leaves its contacts without a link", async () => {
    const { team, jane, acme } = await newWorld(stack());
    await send(team, [`DELETE /api/companies/${acme}?force=true`]);
    expect(await team.readContact(jane)).not.toHaveProperty("companyId");
  });

  test("POST unsubscribes, DELETE subscribes again; a contact says so, and an upsert leaves it", async () => {
    const { team, jane } = await newWorld(stack());
    const path = `/api/v2/unsubscribes/contacts/${jane}`;
    for (const [method, unsubscribed] of [
      ["POST", true],
      ["DELETE", false],
      ["POST", true],
    ] as const) {
      expect((await team.request(method, path)).status).toBe(200);
      expect((await team.get(path)).body).toMatchObject({ doNotContact: unsubscribed });
      expect((await team.readContact(jane)).unsubscribed).toBe(unsubscribed);
    }
    const { data } = (await team.contact({ contactId: jane, jobTitle: "CEO" })).body;
    expect(data.unsubscribed).toBe(true);
  });

  test("the export is a CSV file: a line of names, then a line a contact; what looks like a formula isn't one", async () => {
    const { team, jane } = await newWorld(stack());
    await team.contact({ email: "evil@example.com", firstName: "=1+1", lastName: "@x", tagline: 'a "b", c' });
    const { status, headers, body } = await team.get("/api/contacts/export");
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="[^"]+\.csv"$/);
    const [header, first, ...more] = String(body).trimEnd().split("\r\n");
    expect(header?.split(",")).toEqual(expect.arrayContaining(["_id", "email", "firstName", "my number"]));
    expect(first).toContain(`${jane},jane@example.com,`);
    expect(more).toHaveLength(3);
    expect(more.at(-1)).toMatch(/,'=1\+1,'@x,.*,"a ""b"", c"/);
  });
});
