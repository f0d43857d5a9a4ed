import type { ErrorCode } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { refused } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";

/** What the API refuses by itself: no queue and no worker has a part in it. */
const stack = useStack({ worker: false });

const JANE = { email: "jane@example.com" };
const ACME = { name: "Acme", domain: "acme.example" };
const LONE = "\ud800";

type Case = readonly [code: ErrorCode, path: string, body: object];

const CONTACTS: readonly Case[] = [
  ["MISSING_IDENTIFIER", "", {}],
  [
    "MISSING_IDENTIFIER",
    "",
    { firstName: "Jane", additionalEmails: ["jane@example.com"], companyId: "cpn_1" },
  ],
  ["MISSING_IDENTIFIER", "", { contactId: null, email: " ", linkedinUrl: "", linkedinUrlSalesNav: [] }],
  ["INVALID_CONTACT_ID", "contactId", { contactId: "ctc_short" }],
  ["INVALID_CONTACT_ID", "contactId", { contactId: "cpn_0000000000000000A", ...JANE }],
  ["INVALID_CONTACT_ID", "contactId", { contactId: 5 }],
  ["INVALID_EMAIL", "email", { email: "jane" }],
  ["INVALID_EMAIL", "email", { email: "jane@localhost" }],
  ["INVALID_EMAIL", "email", { email: "Jane <jane@example.com>" }],
  ["INVALID_EMAIL", "email", { email: 5 }],
  ["INVALID_EMAIL", "email", { email: { value: "jane@example.com" } }],
  ["INVALID_EMAIL", "email", { email: `${"x".repeat(64)}@${"y.".repeat(95)}example` }],
  ["INVALID_EMAIL", "email", { email: "ja\0ne@example.com" }],
  ["INVALID_ADDITIONAL_EMAILS", "additionalEmails[1]", { ...JANE, additionalEmails: ["a@example.com", "b"] }],
  ["INVALID_ADDITIONAL_EMAILS", "additionalEmails[0]", { ...JANE, additionalEmails: [5] }],
  ["INVALID_ADDITIONAL_EMAILS", "additionalEmails", { ...JANE, additionalEmails: "a@example.com" }],
  ["INVALID_ADDITIONAL_EMAILS", "additionalEmails", { ...JANE, additionalEmails: emails(21) }],
  ["INVALID_LINKEDIN_URL", "linkedinUrl", { linkedinUrl: "https://example.com/in/jane" }],
  ["INVALID_LINKEDIN_URL", "linkedinUrl", { linkedinUrl: "https://linkedin.com.evil.example/in/jane" }],
  ["INVALID_LINKEDIN_URL", "linkedinUrl", { ...JANE, linkedinUrl: "https://www.linkedin.com/company/acme" }],
  ["INVALID_LINKEDIN_URL", "linkedinUrl", { ...JANE, linkedinUrl: 5 }],
  [
    "INVALID_LINKEDIN_URL",
    "linkedinUrlSalesNav",
    { linkedinUrlSalesNav: "https://www.linkedin.com/in/jane" },
  ],
  [
    "INVALID_LINKEDIN_URL",
    "linkedinUrl",
    {
      linkedinUrl: "https://www.linkedin.com/sales/lead/ACwAA1",
      linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAA2",
    },
  ],
  ["PLACEHOLDER_IDENTIFIER", "email", { email: "test@test.com" }],
  ["PLACEHOLDER_IDENTIFIER", "linkedinUrl", { linkedinUrl: "https://www.linkedin.com/in/undefined" }],
  ["INVALID_FIELD", "favouriteColour", { ...JANE, favouriteColour: "red" }],
  ["INVALID_FIELD", "Email", { ...JANE, Email: "x" }],
  ["INVALID_FIELD", "list", { ...JANE, list: [{ a: 1 }] }],
  ["INVALID_FIELD", "favourite�", { ...JANE, "favourite\0": "x" }],
  ["CONTACT_VALIDATION_FAILED", "firstName", { ...JANE, firstName: 5 }],
  ["CONTACT_VALIDATION_FAILED", "firstName", { ...JANE, firstName: "x".repeat(256) }],
  ["CONTACT_VALIDATION_FAILED", "firstName", { ...JANE, firstName: "Ja\0ne" }],
  ["CONTACT_VALIDATION_FAILED", "lastName", { ...JANE, lastName: `x${LONE}` }],
  ["CONTACT_VALIDATION_FAILED", "jobTitle", { ...JANE, jobTitle: "x".repeat(5_001) }],
  ["CONTACT_VALIDATION_FAILED", "skills", { ...JANE, skills: ["Postgres"] }],
  ["CONTACT_VALIDATION_FAILED", "picture", { ...JANE, picture: "javascript:alert(1)" }],
  ["CONTACT_VALIDATION_FAILED", "contactOwner", { ...JANE, contactOwner: 5 }],
  ["CONTACT_VALIDATION_FAILED", "companyId", { ...JANE, companyId: 5 }],
  ["CONTACT_VALIDATION_FAILED", "source", { ...JANE, source: "x".repeat(256) }],
  ["CONTACT_VALIDATION_FAILED", "observedAt", { ...JANE, observedAt: "yesterday" }],
  ["CONTACT_VALIDATION_FAILED", "observedAt", { ...JANE, observedAt: 1_700_000_000 }],
  ["CONTACT_VALIDATION_FAILED", "clearFields", { ...JANE, clearFields: "phone" }],
  ["CONTACT_VALIDATION_FAILED", "clearFields[1]", { ...JANE, clearFields: ["phone", "email"] }],
  ["CONTACT_VALIDATION_FAILED", "clearFields[0]", { ...JANE, phone: "1234", clearFields: ["phone"] }],
  ["INVALID_FIELD", "clearFields[0]", { ...JANE, clearFields: ["favouriteColour"] }],
];

const COMPANIES: readonly Case[] = [
  ["MISSING_REQUIRED_FIELD", "name", { domain: "acme.example" }],
  [
    "MISSING_REQUIRED_FIELD",
    "domain",
    { name: "Acme", linkedinUrl: "https://www.linkedin.com/company/acme" },
  ],
  ["MISSING_REQUIRED_FIELD", "domain", { name: "Acme", domain: " " }],
  ["INVALID_COMPANY_ID", "companyId", { companyId: "cpn_short" }],
  ["INVALID_COMPANY_ID", "companyId", { ...ACME, companyId: "ctc_0000000000000000A" }],
  ["INVALID_DOMAIN", "domain", { name: "Acme", domain: "acme" }],
  ["INVALID_DOMAIN", "domain", { name: "Acme", domain: "jane@acme.example" }],
  ["INVALID_DOMAIN", "domain", { name: "Acme", domain: 5 }],
  ["PLACEHOLDER_IDENTIFIER", "domain", { name: "Acme", domain: "facebook.com/acme" }],
  ["INVALID_LINKEDIN_URL", "linkedinUrl", { ...ACME, linkedinUrl: "https://www.linkedin.com/in/jane" }],
  ["INVALID_LINKEDIN_URL", "linkedinUrlSalesNav", { ...ACME, linkedinUrlSalesNav: "https://example.com" }],
  ["INVALID_FIELD", "firstName", { ...ACME, firstName: "Jane" }],
  ["COMPANY_VALIDATION_FAILED", "size", { ...ACME, size: 50 }],
  ["COMPANY_VALIDATION_FAILED", "name", { ...ACME, name: `Acme${LONE}` }],
  ["COMPANY_VALIDATION_FAILED", "picture", { ...ACME, picture: "data:image/png;base64,AA==" }],
  ["COMPANY_VALIDATION_FAILED", "observedAt", { ...ACME, observedAt: "2026-13-01" }],
  [
    "COMPANY_VALIDATION_FAILED",
    "clearFields[0]",
    { companyId: "cpn_0000000000000000A", clearFields: ["name"] },
  ],
  [
    "COMPANY_VALIDATION_FAILED",
    "clearFields[0]",
    { companyId: "cpn_0000000000000000A", clearFields: ["domain"] },
  ],
];

describe.each([
  ["/api/contacts", CONTACTS],
  ["/api/companies", COMPANIES],
] as const)("POST %s refuses with 400", (route, cases) => {
  test.each(cases)("%s at %j: %j", async (code, path, body) => {
    const team = await stack().newTeam();
    const { error } = refused(await team.post(route, body), 400, code);
    expect(error.details).toEqual([{ path, code, message: error.message }]);
    // By the field's own name, also where that is an entry of clearFields.
    expect(error.message).toMatch(
      code === "INVALID_FIELD" ? /no field of/ : new RegExp(path.replace(/\[.*/, "")),
    );
  });
});

test("all problems of a body are reported at once, in the order of the fields; the first gives the code", async () => {
  const team = await stack().newTeam();
  const { error } = refused(
    await team.post("/api/contacts", {
      favouriteColour: "red",
      observedAt: "yesterday",
      firstName: 5,
      additionalEmails: ["a", "b@example.com", "c"],
      linkedinUrl: "nope",
      email: "nope",
      phone: "1234",
      clearFields: ["phone", "email"],
    }),
    400,
    "INVALID_EMAIL",
  );
  expect(error.details?.map(({ path, code }) => `${path} ${code}`)).toEqual([
    "email INVALID_EMAIL",
    "linkedinUrl INVALID_LINKEDIN_URL",
    "additionalEmails[0] INVALID_ADDITIONAL_EMAILS",
    "additionalEmails[2] INVALID_ADDITIONAL_EMAILS",
    "firstName CONTACT_VALIDATION_FAILED",
    "clearFields[0] CONTACT_VALIDATION_FAILED",
    "clearFields[1] CONTACT_VALIDATION_FAILED",
    "observedAt CONTACT_VALIDATION_FAILED",
    "favouriteColour INVALID_FIELD",
  ]);
  const company = refused(
    await team.post("/api/companies", { size: 5, colour: "red" }),
    400,
    "MISSING_REQUIRED_FIELD",
  );
  expect(company.error.details?.map(({ path }) => path)).toEqual(["name", "domain", "size", "colour"]);
});

describe("a body that is no JSON object, or holds what is refused in any", () => {
  test.each([
    ["nothing", ""],
    ["half of one", '{"email":'],
    ["two of them", `${JSON.stringify(JANE)}${JSON.stringify(JANE)}`],
    ["an array", "[]"],
    ["null", "null"],
    ["a string", '"jane@example.com"'],
    ["a raw control character", '{"email":"a\nb@example.com"}'],
    ["bytes that are no UTF-8", Buffer.from('{"email":"\xff@example.com"}', "latin1")],
    ["__proto__", '{"email":"jane@example.com","__proto__":{"x":1}}'],
    ["__proto__ escaped", '{"email":"jane@example.com","\\u005f_proto__":"x"}'],
    ["__proto__ further in", '{"email":"jane@example.com","x":[{"__proto__":null}]}'],
    ["constructor", '{"email":"jane@example.com","constructor":"x"}'],
    ["constructor.prototype", '{"email":"jane@example.com","constructor":{"prototype":{}}}'],
    ["prototype further in", '{"email":"jane@example.com","x":{"prototype":1}}'],
    ["nine levels", `{"email":"jane@example.com","x":${"[".repeat(9)}${"]".repeat(9)}}`],
    ["a hundred thousand levels", `{"email":"jane@example.com","x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`],
    ["a hundred thousand levels of objects", `${'{"x":'.repeat(4e4)}1${"}".repeat(4e4)}`],
  ])("%s: INVALID_JSON", async (_what, raw) => {
    const team = await stack().newTeam();
    for (const route of ["/api/contacts", "/api/companies", "/api/fields"])
      refused(await team.request("POST", route, { raw }), 400, "INVALID_JSON");
  });
});

test.each([
  ["", { "Idempotency-Key": "" }, "Idempotency-Key"],
  ["", { "Idempotency-Key": "two words" }, "Idempotency-Key"],
  ["", { "Idempotency-Key": "x".repeat(256) }, "Idempotency-Key"],
  ["?onConflict=perhaps", {}, "prefer, strict, merge"],
  ["?dryRun=perhaps", {}, "dryRun"],
  ["?onConflict=strict&onConflict=prefer", {}, "onConflict"],
  ["?dryrun=true", {}, "dryRun"],
])("options that are wrong or unknown are refused by name: %j %.50j", async (query, headers, named) => {
  const team = await stack().newTeam();
  for (const [route, body] of [
    ["contacts", JANE],
    ["companies", ACME],
  ] as const) {
    const answer = await team.post(`/api/${route}${query}`, body, { headers });
    expect(refused(answer, 400, "INVALID_REQUEST").message).toContain(named);
  }
});

test.each([
  ["firstname", "firstName"],
  ["emial", "email"],
  ["linkedin_url", "linkedinUrl"],
  ["Job Title", "jobTitle"],
  ["favouriteColour", undefined],
])("the name %s is no field: did you mean %s", async (name, meant) => {
  const team = await stack().newTeam();
  const body = { email: "jane@example.com", [name]: "x" };
  const { error, message } = refused(await team.post("/api/contacts", body), 400, "INVALID_FIELD");
  expect(/Did you mean (\w+)\?$/.exec(message)?.[1]).toBe(meant);
  expect(error.details).toEqual([{ path: name, code: "INVALID_FIELD", message }]);
});

test("a misspelt name of the record is told where it is missed", async () => {
  const team = await stack().newTeam();
  const answer = await team.post("/api/contacts", { emial: "jane@example.com" });
  const { message } = refused(answer, 400, "MISSING_IDENTIFIER");
  expect(message).toContain("emial is no field: did you mean email?");
});

test.each([
  ["a workbook", Buffer.from("PK\u0003\u0004\u0014\0\u0006\0\u0008\0\0\0!\0email,name\n")],
  ["an old workbook", Buffer.from("d0cf11e0a1b11ae100000000000000000000", "hex")],
])("%s that is sent as CSV is told to be saved as CSV", async (_what, raw) => {
  const team = await stack().newTeam();
  const headers = { "Content-Type": "text/csv" };
  const answer = await team.request("POST", "/api/contacts/batch", { raw, headers });
  expect(refused(answer, 400, "INVALID_CSV").message).toContain("save it as CSV");
});

describe("HTTP", () => {
  test("404 for a route that isn't there", async () => {
    const team = await stack().newTeam();
    for (const path of ["/api", "/api/nothing", "/api/contacts/a/b", "/api/hook", "/favicon.ico"])
      refused(await team.get(path), 404, "NOT_FOUND");
  });

  test("who leaves out the beginning is told the whole, and the address itself leads on", async () => {
    const team = await stack().newTeam();
    for (const path of ["/contacts", "/API/Contacts", "/api/contacts/"])
      expect(refused(await team.get(path), 404, "NOT_FOUND").error.message).toContain(
        "did you mean /api/contacts?",
      );
    const greeting = await fetch(`${stack().api.url}/`);
    expect([greeting.status, await greeting.json()]).toMatchObject([
      200,
      { docs: "/docs", openapi: "/openapi.json" },
    ]);
  });

  test("404 for a name that can't be one", async () => {
    const team = await stack().newTeam();
    for (const path of [
      "contacts/jane",
      "contacts/cpn_0000000000000000A",
      "companies/acme",
      "contacts/%00",
      "companies/%F0%9F",
    ])
      refused(await team.get(`/api/${path}`), 404, "NOT_FOUND");
  });

  test.each([
    ["PUT", "/api/contacts", "HEAD, GET, POST"],
    ["GET", "/api/team/members", "POST"],
    ["POST", "/api/contacts/jane@example.com", "HEAD, GET, DELETE"],
    ["DELETE", "/api/team", "HEAD, GET, PATCH"],
    ["PATCH", "/api/fields", "HEAD, GET, POST"],
    ["PUT", "/api/campaigns", "HEAD, GET"],
    ["POST", "/livez", "HEAD, GET"],
  ])("405 for %s %s, with what is allowed", async (method, path, allowed) => {
    const team = await stack().newTeam();
    const answer = await team.request(method, path, method === "GET" ? {} : { body: JANE });
    refused(answer, 405, "METHOD_NOT_ALLOWED");
    expect(answer.headers.get("allow")).toBe(allowed);
  });

  test("an address that is too long is told so", async () => {
    const { url } = stack().api;
    const response = await fetch(`${url}/api/contacts?search=${"x".repeat(20_000)}`);
    expect(response.status).toBe(431);
    expect(await response.json()).toMatchObject({ success: false, error: { code: "INVALID_REQUEST" } });
    expect(response.headers.get("x-request-id")).toBeTruthy();
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("HEAD answers as GET does, without the body", async () => {
    const team = await stack().newTeam();
    const answer = await team.request("HEAD", "/api/team");
    expect([answer.status, answer.body]).toEqual([200, undefined]);
  });

  test("413 past 256 KiB, announced or not; at 256 KiB a body is read", async () => {
    const team = await stack().newTeam();
    const padded = (bytes: number) => JSON.stringify({ email: "nope" }).padEnd(bytes, " ");
    const max = 256 * 1_024;
    refused(await team.request("POST", "/api/contacts", { raw: padded(max) }), 400, "INVALID_EMAIL");
    refused(await team.request("POST", "/api/contacts", { raw: padded(max + 1) }), 413, "BODY_TOO_LARGE");
    const inChunks = (text: string) => new Blob([text]).stream();
    refused(
      await team.request("POST", "/api/contacts", { raw: inChunks(padded(max)) }),
      400,
      "INVALID_EMAIL",
    );
    refused(
      await team.request("POST", "/api/contacts", { raw: inChunks(padded(max + 1)) }),
      413,
      "BODY_TOO_LARGE",
    );
    // The connection, or a new one, goes on working.
    expect((await team.get("/api/team")).status).toBe(200);
  });

  test.each([
    ["text/plain", {}],
    ["application/x-www-form-urlencoded", {}],
    ["multipart/form-data; boundary=x", {}],
    ["application/json; charset=latin1", {}],
    ["application/jsonp", {}],
    ["", {}],
    ["application/json", { "Content-Encoding": "gzip" }],
  ])("415 for the content type %j %j", async (type, headers) => {
    const team = await stack().newTeam();
    const raw = Buffer.from(JSON.stringify({ email: "nope" }));
    const answer = await team.request("POST", "/api/contacts", {
      raw,
      headers: { ...headers, "Content-Type": type },
    });
    refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON;charset=UTF8",
    "application/merge-patch+json",
  ])("JSON as %s is read", async (type) => {
    const team = await stack().newTeam();
    const answer = await team.post("/api/contacts", { email: "nope" }, { headers: { "Content-Type": type } });
    refused(answer, 400, "INVALID_EMAIL");
  });

  test("a sane X-Request-Id is echoed, any other replaced; without one each request has its own", async () => {
    const { anyone } = stack();
    const idOf = async (given?: string) =>
      (
        await anyone.get("/livez", given === undefined ? {} : { headers: { "X-Request-Id": given } })
      ).headers.get("x-request-id");
    expect(await idOf("my-request.1:2/3=")).toBe("my-request.1:2/3=");
    const own = [
      await idOf(),
      await idOf(),
      await idOf("a b"),
      await idOf("x".repeat(129)),
      await idOf('"><script>'),
    ];
    for (const id of own) expect(id).toMatch(/^req_\w+$/);
    expect(new Set(own).size).toBe(own.length);
    // On errors too, of routes that are there and that are not.
    for (const path of ["/api/team", "/nothing"]) {
      const answer = await anyone.get(path, { headers: { "X-Request-Id": "mine" } });
      expect(answer.headers.get("x-request-id")).toBe("mine");
    }
  });
});

function emails(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `jane+${i}@example.com`);
}
