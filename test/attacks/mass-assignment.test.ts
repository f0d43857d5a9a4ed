import { BatchAcceptedAnswer } from "@onefold/contract";
import { sql } from "kysely";
import { beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import { ROUTES } from "../../apps/api/src/app.ts";
import { EXAMPLES, exampleRequest } from "../e2e/examples/support/example-requests.ts";
import { basic } from "../e2e/support/client.ts";
import { useSharedStack } from "../e2e/support/shared-stacks.ts";
import { times } from "../support/thorough.ts";
import type { TestTeam } from "../e2e/support/stack.ts";
import { namesOf } from "../e2e/tenancy/support/names.ts";
import { rowsOfTeam } from "../e2e/tenancy/support/team-rows.ts";
import { HOSTILE_CLOCK, HOSTILE_TIME, hostileMembers, PROTOTYPE_MEMBERS } from "./support/hostile-members.ts";
import type { Victim } from "./support/hostile-members.ts";
import { rawRequest } from "./support/raw-request.ts";
import { GUARDED, requestOf } from "./support/route-requests.ts";

/** No body, row, query or header sets what only the service sets, or reaches another team by it. */
const stack = useSharedStack();

let victim: Victim;
let theirRows: Record<string, string[]>;
let hostile: Readonly<Record<string, unknown>>;
let team: TestTeam;

beforeAll(async () => {
  const their = await stack().newTeam();
  const named = await namesOf(stack(), their, "their");
  victim = { ...named, teamId: their.teamId };
  hostile = hostileMembers(victim);
  theirRows = await rowsOfTeam(stack().db, their.teamId);
});

beforeEach(async () => {
  team = await stack().newTeam();
});

afterEach(expectUnharmed);

/** Whatever was sent: the other team is as it was, and nothing of ours says what we sent for it. */
async function expectUnharmed(): Promise<void> {
  expect(await rowsOfTeam(stack().db, victim.teamId)).toEqual(theirRows);
  const { receipts: _, ...rows } = await rowsOfTeam(stack().db, team.teamId);
  const text = JSON.stringify(rows);
  for (const value of [
    victim.teamId,
    victim.contact,
    victim.user,
    victim.keyId,
    victim.job,
    HOSTILE_CLOCK,
    "2001-02-03",
  ])
    expect(text).not.toContain(value);
  expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  for (const table of ["contacts", "companies"]) await expectOwnRows(table);
}

/** What the service sets of a record. */
async function expectOwnRows(table: string): Promise<void> {
  const { rows } = await sql<{
    created_by: string;
    created: number;
    updated: number;
    fields: object;
    stamps: object;
  }>`
    select created_by, created_clock as created, updated_clock as updated, fields, stamps
      from ${sql.table(table)} where team_id = ${team.teamId}`.execute(stack().db);
  const now = Date.now() * 1_000;
  for (const row of rows) {
    expect(row.created_by).toBe(team.userId);
    for (const clock of [row.created, row.updated]) expect(Math.abs(now - clock)).toBeLessThan(300_000_000);
    for (const name of Object.keys(hostile))
      for (const kept of [row.fields, row.stamps]) expect(Object.hasOwn(kept, name), name).toBe(false);
  }
}

/** The names that the route's own schema gives a meaning. */
function declaredBy(operationId: string): ReadonlySet<string> {
  const body = ROUTES.find((route) => route.operationId === operationId)?.request.body?.["application/json"];
  const shape: unknown = body && "shape" in body.schema ? body.schema.shape : {};
  return new Set(Object.keys(Object(shape)));
}

const OBJECTS = EXAMPLES.filter(
  ({ type, example }) =>
    type === "application/json" && !Array.isArray(example) && typeof example === "object",
);

describe("a body with something more than its route takes is refused, and nothing of it is done", () => {
  test.each(OBJECTS)("$id", async (example) => {
    const { method, path, options } = await exampleRequest(example, team, stack());
    const whole = JSON.stringify(options.body);
    const declared = declaredBy(example.id);
    const members = Object.entries(hostile)
      .filter(([name]) => !declared.has(name))
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    expect(members.length).toBeGreaterThan(30);
    const before = await rowsOfTeam(stack().db, team.teamId);
    const start = whole === "{}" ? "{" : `${whole.slice(0, -1)},`;
    const send = async (member: string) => {
      const answer = await team.request(method, path, { raw: `${start}${member}}` });
      expect([answer.status, Object(answer.body).error?.code], member).toEqual([
        400,
        expect.stringMatching(/^INVALID_(FIELD|REQUEST|JSON)$/),
      ]);
    };
    await Promise.all([...members, ...PROTOTYPE_MEMBERS].map(send));
    expect(await rowsOfTeam(stack().db, team.teamId)).toEqual(before);
  });
});

describe("rows of an upload", () => {
  const areas = [
    ["contacts", (row: number) => ({ email: `p${row}@example.com` })],
    ["companies", (row: number) => ({ domain: `p${row}.example`, name: "Example Ltd" })],
  ] as const;
  const members = () => Object.entries(hostile);

  /** Sends them; the job's id where they are taken. */
  async function send(area: string, raw: string, type: string, query = ""): Promise<string | undefined> {
    const headers = { "Content-Type": type };
    const answer = await team.request("POST", `/api/${area}/batch${query}`, { raw, headers });
    expect([202, 400], JSON.stringify(answer.body)).toContain(answer.status);
    return answer.status === 202 ? BatchAcceptedAnswer.parse(answer.body).job.id : undefined;
  }

  async function untilEnded(jobs: readonly (string | undefined)[]): Promise<void> {
    for (const id of jobs) if (id !== undefined) expect((await team.job(id, 30)).finishedAt).toBeDefined();
  }

  test.each(areas)("of %s as NDJSON and as JSON", async (area, key) => {
    const rows = members().map(([name, value], row) => ({ ...key(row), [name]: value }));
    const wrapped = members().map(([name, value], row) => ({
      outcome: "rejected",
      finishedAt: HOSTILE_TIME,
      row,
      input: { ...key(1_000 + row), [name]: value },
    }));
    const exported = members().map(([name, value], row) => ({
      _id: area === "contacts" ? victim.contact : victim.company,
      fields: {},
      ...key(2_000 + row),
      [name]: value,
    }));
    const prototypes = PROTOTYPE_MEMBERS.map(
      (member, row) => `${JSON.stringify(key(3_000 + row)).slice(0, -1)},${member}}`,
    );
    const lines = [...[...rows, ...wrapped, ...exported].map((row) => JSON.stringify(row)), ...prototypes];
    const array = `[${lines.slice(0, -PROTOTYPE_MEMBERS.length).join(",")}]`;
    await untilEnded([
      await send(area, lines.join("\n"), "application/x-ndjson"),
      await send(area, array, "application/json"),
    ]);
  });

  test.each(areas)("of %s as CSV, by the column's own name and by a map", async (area, key) => {
    const [names, values] = [Object.keys(key(0)), Object.values(key(0))];
    const jobs: (string | undefined)[] = [];
    const all = [...members(), ["__proto__", "x"], ["constructor", "x"]] as const;
    for (const [index, [name, value]] of all.entries()) {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const cell = quoted(typeof value === "string" ? value : JSON.stringify(value));
      const input = quoted(JSON.stringify({ [name]: value }));
      const csv = (header: string, last: string) =>
        `${[...names, header].join(",")}\n${[...values, last].join(",")}\n`;
      const forms = [
        [csv(name, cell), ""],
        [csv(name, cell), "?ignoreUnknownColumns=true"],
        [csv("x", cell), `?map=x:${encodeURIComponent(name)}`],
        [csv("_input", input), ""],
      ] as const;
      // In a short run each member comes in one of the forms.
      for (const [text, query] of forms.filter((_, form) => times(form % 4 === index % 4, true)))
        jobs.push(await send(area, text, "text/csv", query));
    }
    expect(jobs.filter((id) => id !== undefined).length).toBeGreaterThan(10);
    await untilEnded(jobs);
  });

  test("an id in a row names a record of its own team only", async () => {
    const { _id } = (await team.contact({ email: "jane@example.com" })).body.data;
    for (const [type, rows] of [
      ["text/csv", (id: string) => `_id,email,tagline\n${id},jane@example.com,mine\n`],
      ["text/csv", (id: string) => `_id,tagline\n${id},mine\n`],
      ["application/x-ndjson", (id: string) => JSON.stringify({ _id: id, fields: {}, tagline: "mine" })],
      ["application/x-ndjson", (id: string) => JSON.stringify({ contactId: id, tagline: "mine" })],
    ] as const) {
      const [their, own] = [
        await send("contacts", rows(victim.contact), type),
        await send("contacts", rows(_id), type),
      ];
      expect((await team.job(their ?? "", 30)).counts).toMatchObject({ total: 1, rejected: 1 });
      expect((await team.job(own ?? "", 30)).counts).toMatchObject({ total: 1, rejected: 0, created: 0 });
    }
    expect((await team.readContact(_id)).fields).toMatchObject({ tagline: "mine" });
  });
});

test("a field of the team's that is called so is refused, or is a field and nothing else", async () => {
  for (const name of [...Object.keys(hostile), "__proto__", "constructor", "prototype"]) {
    const made = await team.request("POST", "/api/fields", {
      raw: `{"entity":"contact","type":"text","name":${JSON.stringify(name)}}`,
    });
    if (made.status !== 201) {
      expect([400, 409], name).toContain(made.status);
      continue;
    }
    const { _id } = (await team.contact({ email: "jane@example.com", [name]: victim.user })).body.data;
    expect((await team.readContact(_id)).fields).toMatchObject({ [name]: victim.user });
    const { rows } = await sql<{ by: string }>`
      select created_by as by from contacts where team_id = ${team.teamId} and record_id = ${_id}`.execute(
      stack().db,
    );
    expect(rows).toEqual([{ by: team.userId }]);
    for (const path of [`/api/contacts/${_id}`, `/api/fields/contact/${name}`])
      expect((await team.request("DELETE", path)).status).toBe(200);
  }
});

test("nor does a query or a header say whose a request is, or what it is", async () => {
  const named = await namesOf(stack(), team, "our");
  const { teamId, user } = victim;
  for (const route of GUARDED.filter(({ method }) => method !== "DELETE")) {
    const { method, path, body } = requestOf(route, named);
    for (const [query, headers] of [
      [`?teamId=${teamId}&team_id=${teamId}&userId=${user}`, {}],
      [
        "",
        {
          "X-Team-Id": teamId,
          "X-User-Id": user,
          "X-Forwarded-User": user,
          "X-Original-URL": "/api/keys",
        },
      ],
      ["", { "X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "DELETE", "X-Method-Override": "DELETE" }],
    ] as const) {
      const answer = await rawRequest(stack().api.url, {
        method,
        target: path + query,
        body: body?.text,
        headers: {
          Authorization: basic("", team.key),
          ...headers,
          ...(body && { "Content-Type": body.type }),
        },
      });
      expect(answer.status).toBeLessThan(500);
      expect(answer.body).not.toMatch(/their(?:@|\.example|'s)/);
    }
  }
  // Not deleted by a method in a header.
  expect((await team.get(`/api/contacts/${named.email}`)).status).toBe(200);
});
