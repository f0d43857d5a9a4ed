import type { Scope } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { beforeAll, describe, expect, test } from "vitest";
import { ROUTES } from "../../apps/api/src/app.ts";
import { scopesOf } from "../../apps/api/src/auth/require-scope.ts";
import { basic, refused, textOf } from "./support/client.ts";
import type { Answer } from "./support/conformance.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useStack({ worker: false });
const ROUTE_SCOPES = Object.fromEntries(scopesOf(ROUTES));

const HELD: readonly (readonly Scope[])[] = [
  [],
  ["ingest"],
  ["read"],
  ["ingest", "read"],
  ["upload"],
  ["clear", "identify"],
  ["admin"],
];

let team: TestTeam;
beforeAll(async () => {
  team = await stack().newTeam();
});

async function keyWith(scopes: readonly Scope[]): Promise<string> {
  const { teamId, userId } = team;
  const { key } = await createKey(stack().db, { teamId, userId, name: scopes.join(), scopes });
  return key;
}

describe.each(HELD.map((scopes) => [scopes.join(" and ") || "none", scopes] as const))(
  "a key with the scopes %s",
  (has, scopes) => {
    let key: string;
    beforeAll(async () => {
      key = await keyWith(scopes);
    });

    test.each(Object.entries(ROUTE_SCOPES))("%s", async (route, needed) => {
      const answer = await ask(key, route);
      if (scopes.includes("admin") || needed.some((scope) => scopes.includes(scope))) {
        expect([403, 500], String(answer.body)).not.toContain(answer.status);
        // What the guard knows is there.
        expect(answer.body).not.toContain("There is no such route");
        expect(answer.status).not.toBe(405);
      } else if (route === "GET /readyz") {
        // Probes have no key: what it says to everybody is no more than whether it is ready.
        expect([200, 503]).toContain(answer.status);
        expect(answer.body).not.toHaveProperty("problems");
      } else {
        const { message } = refused(answer, 403, "FORBIDDEN");
        expect(message).toBe(
          `The API key lacks the scope for this: it has ${has}, and needs ${[...needed, "admin"].join(" or ")}.`,
        );
      }
    });
  },
);

test("a key that only ingests can neither preview an upsert nor merge by one", async () => {
  const [ingest, both, admin] = await Promise.all([
    keyWith(["ingest"]),
    keyWith(["ingest", "read"]),
    keyWith(["admin"]),
  ]);
  const post = (key: string, query: string) =>
    stack()
      .clientWith(key)
      .post(
        `/api/contacts?${query}`,
        { email: "jane@example.com" },
        { headers: { Prefer: "respond-async" } },
      );
  for (const query of ["dryRun=true", "onConflict=merge"])
    expect(refused(await post(ingest, query), 403, "FORBIDDEN").message).toContain(query);
  expect((await post(both, "dryRun=true")).status).toBe(201);
  refused(await post(both, "onConflict=merge"), 403, "FORBIDDEN");
  for (const query of ["onConflict=strict", "onConflict=prefer", "dryRun=false"])
    expect((await post(ingest, query)).status).toBe(202);
  expect((await post(admin, "onConflict=merge")).status).toBe(202);
});

test("a key may ask for merges where its team merges anyway, and else only with admin", async () => {
  const merging = await stack().newTeam({ onConflict: "merge" });
  for (const [{ teamId, userId }, isAllowed] of [
    [merging, true],
    [team, false],
  ] as const) {
    const scopes = ["ingest", "upload"] as const;
    const { key } = await createKey(stack().db, { teamId, userId, name: "sync", scopes });
    for (const path of ["/api/contacts", "/api/contacts/batch"]) {
      const answer = await stack()
        .clientWith(key)
        .post(
          `${path}?onConflict=merge`,
          path.endsWith("batch") ? [{ email: "jane@example.com" }] : { email: "jane@example.com" },
          { headers: { Prefer: "respond-async" } },
        );
      if (isAllowed) expect(answer.status).toBe(202);
      else refused(answer, 403, "FORBIDDEN");
    }
  }
});

/** Whoever has a key signs in to the console by it. */
const OF_ALL = /\/console\//;

test("the rule in a word: ingest posts records, upload files of them, both follow jobs, read gets all but keys, webhooks and the cluster", () => {
  const routesOf = (scope: Scope) =>
    Object.entries(ROUTE_SCOPES)
      .filter(([route, needed]) => needed.includes(scope) && !OF_ALL.test(route))
      .map(([route]) => route);
  const jobs = [
    "GET /api/jobs",
    "GET /api/jobs/:id",
    "GET /api/jobs/:id/events",
    "GET /api/jobs/:id/results",
  ];
  expect(routesOf("ingest").toSorted()).toEqual([...jobs, "POST /api/companies", "POST /api/contacts"]);
  expect(routesOf("upload").toSorted()).toEqual([
    ...jobs,
    "POST /api/companies/batch",
    "POST /api/companies/batch/preview",
    "POST /api/contacts/batch",
    "POST /api/contacts/batch/preview",
    "POST /api/jobs/:id/cancel",
    "POST /api/jobs/:id/retry",
  ]);
  expect([...routesOf("clear"), ...routesOf("identify")]).toEqual([]);
  const WEBHOOKS = [
    "/api/webhooks",
    "/api/webhooks/:id",
    "/api/webhooks/:id/attempts",
    "/api/webhooks/:id/attempts/:number",
    "/api/hooks",
  ];
  const ADMINS = new Set(["GET /api/keys", "GET /api/cluster", ...WEBHOOKS.map((path) => `GET ${path}`)]);
  const gets = Object.keys(ROUTE_SCOPES).filter((route) => route.startsWith("GET ") && !OF_ALL.test(route));
  expect(routesOf("read").toSorted()).toEqual(gets.filter((route) => !ADMINS.has(route)).toSorted());
});

test("HEAD needs what GET needs, and what isn't there is 404 or 405 for every key", async () => {
  const [ingest, read] = [await keyWith(["ingest"]), await keyWith(["read"])].map(stack().clientWith);
  if (!ingest || !read) throw new Error("unreachable");
  expect((await ingest.request("HEAD", "/api/team")).status).toBe(403);
  expect((await read.request("HEAD", "/api/team")).status).toBe(200);
  refused(await ingest.get("/api/nothing"), 404, "NOT_FOUND");
  refused(await ingest.request("PUT", "/api/team"), 405, "METHOD_NOT_ALLOWED");
  expect((await ingest.get("/livez")).status).toBe(200);
});

/**
 * Names nothing that is there, and gives an empty body: nothing is changed, whoever may. By a client that takes
 * any answer, as what isn't JSON; a refusal is held against the document.
 */
async function ask(key: string, route: string): Promise<Answer> {
  const [method = "", pattern = ""] = route.split(" ");
  const path = pattern.replace(/:\w+/g, "nothing");
  const hasBody = method !== "GET" && method !== "DELETE";
  const response = await fetch(`${stack().api.url}${path}`, {
    method,
    headers: { Authorization: basic("", key), "Content-Type": "application/json" },
    ...(hasBody && { body: "{}" }),
  });
  const { status, headers } = response;
  const text = await textOf(response);
  const answer = { status, headers, body: status === 403 ? JSON.parse(text) : text };
  if (status === 403) stack().conformance.check(method, path, answer);
  return answer;
}
