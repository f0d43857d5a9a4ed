import { BatchAcceptedAnswer } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { basic, refused } from "./support/client.ts";
import { useSharedStack } from "./support/shared-stacks.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useSharedStack();
const CSV = { "Content-Type": "text/csv" };
const NDJSON = { "Content-Type": "application/x-ndjson" };

async function send(team: TestTeam, path: string, raw: string | Uint8Array, headers: Record<string, string>) {
  const answer = await team.request("POST", path, { raw, headers });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  const { job, csv } = BatchAcceptedAnswer.parse(answer.body);
  const { counts } = await team.job(job.id, 30);
  return { id: job.id, counts, csv, replayed: answer.headers.get("idempotent-replayed") };
}

const results = (team: TestTeam, id: string, query: string) => team.get(`/api/jobs/${id}/results?${query}`);

const VALUES = [
  "=1+1",
  "'=1+1",
  "''=1+1",
  "'",
  "'quoted'",
  "+33",
  "-1",
  "@a",
  "a;=b",
  "x\ny",
  'say "no"',
  "a,b;c\td",
  "0012",
];

describe("what we write we read:", () => {
  test("exports of contacts and of companies, as CSV and as NDJSON, change nothing", async () => {
    const team = await stack().newTeam();
    for (const [entity, name, type] of [
      ["contact", "emailOwner", "text"],
      ["contact", "dateOfFirstCall", "text"],
      ["contact", "score", "number"],
      ["contact", "vip", "boolean"],
      ["company", "domainOwner", "text"],
    ]) {
      const { status } = await team.post("/api/fields", { entity, name, type });
      expect([name, status]).toEqual([name, 201]);
    }
    const company = { name: "=Example", domain: "example.org", domainOwner: "'+1", description: "a\nb" };
    expect((await team.post("/api/companies", company)).status).toBe(201);
    const additionalEmails = Array.from({ length: 20 }, (_, at) => `more${at}@example.com`);
    const people = VALUES.map((value, at) => ({
      email: `p${at}@example.com`,
      firstName: value,
      summary: value,
      dateOfFirstCall: value,
      emailOwner: "jane@example.com",
      score: at / 4 - 1,
      vip: at % 2 === 0,
      ...(at === 0 && {
        additionalEmails,
        companyDomain: "example.org",
        linkedinUrl: "https://linkedin.com/in/p0",
      }),
    }));
    const made = await send(team, "/api/contacts/batch", JSON.stringify(people), {
      "Content-Type": "application/json",
    });
    expect(made.counts).toMatchObject({ created: VALUES.length, rejected: 0 });

    for (const [entity, total] of [
      ["contacts", VALUES.length],
      ["companies", 1],
    ] as const)
      for (const [format, headers] of [
        ["csv", CSV],
        ["ndjson", NDJSON],
      ] as const) {
        const file = await team.get(`/api/${entity}/export?format=${format}`);
        const { id, counts } = await send(team, `/api/${entity}/batch`, String(file.body), headers);
        const { body } = await results(team, id, "outcome=rejected");
        expect([format, counts, body]).toMatchObject([format, { total, unmodified: total }, { data: [] }]);
      }
    expect((await team.readContact("p1@example.com")).fields).toMatchObject({ firstName: "'=1+1" });
  });

  test("rejected rows are kept whole, and a file of them changes nothing either", async () => {
    const team = await stack().newTeam();
    const text = [
      "Email;First name;Note",
      "jane@example.com;Jane;fine",
      "nobody;J\u00fcrgen;from the fair",
      'bad@example.com;"Jim" Joe;x',
    ].join("\r\n");
    const stray = Buffer.concat([
      Buffer.from(`${text}\r\nstray@example.com;J`),
      Buffer.of(0xfc),
      Buffer.from("rgen;y\r\n"),
    ]);
    const path = "/api/contacts/batch?map=Note:";
    const { id, counts } = await send(team, path, stray, CSV);
    expect(counts).toMatchObject({ created: 1, rejected: 3 });
    const csv = String((await results(team, id, "outcome=rejected&format=csv")).body);
    const lines = csv.trimEnd().split("\r\n");
    expect(lines[0]).toBe("email,firstName,_ignored,_raw,_row,_line,_code,_message");
    expect(lines[1]).toMatch(/^nobody,Jürgen,"{""Note"":""from the fair""}",,2,3,INVALID_EMAIL,/);
    expect(lines[2]).toMatch(/^,,,"'?bad@example\.com;""Jim"" Joe;x",3,4,INVALID_CSV,/);
    expect(lines[3]).toMatch(/^,,,stray@example\.com;J\ufffdrgen;y,4,5,INVALID_CSV,/);
    const url = `${stack().api.url}/api/jobs/${id}/results?outcome=rejected&format=csv&excel=true`;
    const answer = await fetch(url, { headers: { Authorization: basic("", team.key) } });
    const excel = Buffer.from(await answer.arrayBuffer()).toString();
    expect(excel.split("\r\n")[0]).toBe("\ufeffemail;firstName;_ignored;_raw;_row;_line;_code;_message");
    refused(await results(team, id, "format=ndjson&excel=true"), 400, "INVALID_REQUEST");

    const lined = String((await results(team, id, "outcome=rejected&format=ndjson")).body);
    for (const [file, headers] of [
      [csv, CSV],
      [excel, CSV],
      [lined, NDJSON],
    ] as const) {
      const again = await send(team, "/api/contacts/batch", file, headers);
      expect(again.counts).toMatchObject({ total: 3, rejected: 3 });
      // Whole in the next generation too.
      const next = String((await results(team, again.id, "outcome=rejected&format=csv")).body);
      for (const value of ["from the fair", "Joe;x", "stray@example.com;J"]) expect(next).toContain(value);
    }
    const { status, body } = await team.post(`/api/jobs/${id}/retry`, {});
    expect(status, JSON.stringify(body)).toBe(202);
    const retried = BatchAcceptedAnswer.parse(body).job.id;
    await team.job(retried, 30);
    expect(String((await results(team, retried, "outcome=rejected&format=csv")).body)).toContain(
      "from the fair",
    );
    const mended = csv.replace("nobody", "nobody@example.com");
    expect((await send(team, "/api/contacts/batch", mended, CSV)).counts).toMatchObject({
      created: 1,
      rejected: 2,
    });
    expect((await team.readContact("nobody@example.com")).fields).toMatchObject({ firstName: "Jürgen" });
  });
});

describe("an upload under a key that is used:", () => {
  const headers = (key: string) => ({ ...CSV, "Idempotency-Key": key });
  const FAIR = "Email,First name\nann@example.com,Ann\nbob@example.com,Jürgen\n";

  test("the same is answered again; with one more row, one less or another one it is refused", async () => {
    const team = await stack().newTeam();
    const path = "/api/contacts/batch";
    const first = await send(team, path, FAIR, headers("spring-fair"));
    const again = await send(team, path, FAIR, headers("spring-fair"));
    expect(again).toEqual({ ...first, replayed: "true" });
    for (const other of [
      `${FAIR}cleo@example.com,Cleo\n`,
      FAIR.replace(/bob.*\n/, ""),
      FAIR.replace("Jürgen", "Jorgen"),
      FAIR.replace("First", "Last"),
      "Email,First name\n",
      `${FAIR}"cleo`,
    ]) {
      const answer = await team.request("POST", path, { raw: other, headers: headers("spring-fair") });
      expect(refused(answer, 422, "IDEMPOTENCY_KEY_REUSED").message).toContain(first.id);
    }
    const mapped = await team.request("POST", `${path}?map=First%20name:`, {
      raw: FAIR,
      headers: headers("spring-fair"),
    });
    refused(mapped, 422, "IDEMPOTENCY_KEY_REUSED");
    expect((await team.get("/api/contacts/cleo@example.com")).status).toBe(404);
  });

  test("of fifty at once one is applied, and the others are told so", async () => {
    const team = await stack().newTeam();
    const bodies = Array.from({ length: 50 }, (_, at) => `Email\np${at}@example.com\nq${at}@example.com\n`);
    const answers = await Promise.all(
      bodies.map((raw) => team.request("POST", "/api/contacts/batch", { raw, headers: headers("fifty") })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(new Set(statuses.filter((status) => status !== 202))).toSatisfy((others: Set<number>) =>
      [...others].every((status) => status === 409 || status === 422),
    );
    const taken = bodies[statuses.indexOf(202)] ?? "";
    const { replayed, counts } = await send(team, "/api/contacts/batch", taken, headers("fifty"));
    expect([replayed, counts]).toMatchObject(["true", { total: 2, created: 2 }]);
  });
});
