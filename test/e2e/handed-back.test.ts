import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { refused } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";
import { documentedRoutes } from "./tenancy/support/documented-routes.ts";
import { namesOf } from "./tenancy/support/names.ts";
import type { Names } from "./tenancy/support/names.ts";

/** What clients hand back (cursors, ids, rows, `Last-Event-ID`) may be anything: it is answered, never with 500. */
const stack = useStack({ queue: "redis" });

let team: TestTeam;
let own: Names;

beforeAll(async () => {
  team = await stack().newTeam();
  own = await namesOf(stack(), team, "own");
});

/** As a client makes one up that knows how cursors were made before they were signed. */
function forged(asked: unknown, position: string): string {
  const check = createHash("sha256").update(JSON.stringify(asked)).update("\0").update(position).digest();
  return Buffer.concat([check.subarray(0, 12), Buffer.from(position)]).toString("base64url");
}

/** What Postgres refuses, what overflows its types, and what isn't JSON. */
const POSITIONS = [
  "[3000000000]",
  "[9007199254740991]",
  "[1e300]",
  '["job_\\u0000"]',
  '["\\ud800"]',
  '[0,"a\\u0000","ctc_0123456789abcdefG",0]',
  '[0,9007199254740991,"ctc_0123456789abcdefG",9007199254740991]',
  "[",
  "",
  "null",
  "{}",
];

describe("a cursor that was made up is refused with 400", () => {
  test.each(POSITIONS)("of the position %j", async (position) => {
    const { teamId } = team;
    const all = { kind: "all" };
    const search = { kind: "search", text: "ja" };
    const lists: (readonly [path: string, asked: unknown])[] = [
      ["/api/contacts?", { teamId, entity: "contact", filter: all }],
      ["/api/contacts?search=ja&", { teamId, entity: "contact", filter: search }],
      ["/api/companies?", { teamId, entity: "company", filter: all }],
      [`/api/contacts/${own.contact}/history?`, { teamId, history: own.contact }],
      ["/api/jobs?", { teamId, jobs: "all" }],
      [`/api/jobs/${own.job}/results?`, { results: own.job, outcome: "all" }],
      [`/api/jobs/${own.job}/results?outcome=rejected&`, { results: own.job, outcome: "rejected" }],
    ];
    for (const [path, asked] of lists) {
      const answer = await team.get(`${path}cursor=${forged(asked, position)}`);
      expect(refused(answer, 400, "INVALID_REQUEST").message).toContain("nextCursor");
    }
  });
});

const HOSTILE = [
  "%00",
  "a%00b",
  "%ff%fe",
  "'%3bselect%201--",
  "-1",
  "2147483648",
  "9223372036854775808",
  "NaN",
  "__proto__",
  "{}",
  `job_${"z".repeat(30)}`,
  `job_${"0".repeat(30)}`,
  "ctc_%00123456789abcdef",
  "a".repeat(3_000),
  "%0a%0d",
];

/** Cut, continued, and changed in the middle. */
const spoilt = (name: string) => [
  name.slice(0, -1),
  `${name}%00`,
  `${name}0`,
  name.slice(0, 10) + (name.at(10) === "0" ? "1" : "0") + name.slice(11),
];

test("whatever a path, a query or a header names, on every route, is answered and never with 500", async () => {
  const document = (await stack().anyone.get("/openapi.json")).body;
  const { url } = stack().api;
  const values = [
    ...HOSTILE,
    ...[own.job, own.contact, own.contactCursor, own.user, own.keyId].flatMap(spoilt),
  ];
  const failed: string[] = [];
  async function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(20_000),
      headers: {
        Authorization: `Bearer ${team.key}`,
        ...(method === "GET" || method === "DELETE" ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(method === "GET" || method === "DELETE" ? {} : { body: "{}" }),
    });
    // What goes on for as long as its job is not what is asked for here.
    await (response.headers.get("content-type") === "text/event-stream"
      ? response.body?.cancel()
      : response.arrayBuffer());
    if (response.status >= 500) failed.push(`${response.status} ${method} ${path.slice(0, 200)}`);
  }
  const asked: (() => Promise<void>)[] = [];
  for (const { route, parameters } of documentedRoutes(document)) {
    const [method = "", path = ""] = route.split(" ");
    if (!path.startsWith("/api/")) continue;
    const filled = path.replace(/\{jobId\}|(?<=jobs\/)\{id\}/g, own.job).replaceAll(/\{\w+\}/g, own.contact);
    for (const value of values) {
      if (path.includes("{")) asked.push(() => ask(method, path.replaceAll(/\{\w+\}/g, value)));
      for (const name of parameters)
        if (!path.includes(`{${name}}`) && !/^[A-Z]/.test(name))
          asked.push(() => ask(method, `${filled}?${name}=${value}`));
    }
    for (const header of ["Last-Event-ID", "Prefer", "Idempotency-Key"])
      for (const value of ["\xff", "a".repeat(3_000), "wait=99999999999999999999"])
        asked.push(() => ask(method, filled, { [header]: value }));
  }
  // Bounded: eight under way.
  const next = asked.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const each of next) await each();
    }),
  );
  expect(asked.length).toBeGreaterThan(1_000);
  expect(failed).toEqual([]);
});
