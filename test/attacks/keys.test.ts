import { Scope } from "@onefold/contract";
import { createKey, createMember, revokeKey, rotateKey } from "@onefold/records";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../apps/api/src/route.ts";
import { basic } from "../e2e/support/client.ts";
import { useStack } from "../e2e/support/on-each-backend.ts";
import type { TestTeam } from "../e2e/support/stack.ts";
import { namesOf } from "../e2e/tenancy/support/names.ts";
import type { Names } from "../e2e/tenancy/support/names.ts";
import { rowsOfTeam } from "../e2e/tenancy/support/team-rows.ts";
import { rawRequest } from "./support/raw-request.ts";
import type { RawAnswer } from "./support/raw-request.ts";
import { GUARDED, requestOf } from "./support/route-requests.ts";

/**
 * Whoever has no key, one that isn't good or one that may do something else gets the same refusal on every route there
 * is, before the body is read, and nothing is done.
 */
const stack = useStack();

let team: TestTeam;
let named: Names;
/** How a request is authorised, by what is wrong with it. */
let wrong: Readonly<Record<"missing" | "malformed" | "unknown" | "revoked" | "replaced" | "run out", string>>;
let blocked: string;

beforeAll(async () => {
  const { db } = stack();
  team = await stack().newTeam();
  named = await namesOf(stack(), team, "our");
  const { teamId, userId } = team;
  const newKey = () => createKey(db, { teamId, userId, name: "of attacks" });
  const [revoked, replaced, ranOut] = [await newKey(), await newKey(), await newKey()];
  await revokeKey(db, { teamId, prefixOrId: revoked.keyId });
  await rotateKey(db, { teamId, keyId: replaced.keyId, overlapHours: 0 });
  await rotateKey(db, { teamId, keyId: ranOut.keyId, overlapHours: 1 });
  await sql`update rotated_secrets set valid_until = now() where key_id = ${ranOut.keyId}`.execute(db);
  wrong = {
    missing: "",
    malformed: `Basic ${team.key}`,
    unknown: basic("", "ofk_0000000000000000000000000000000000"),
    revoked: basic("", revoked.key),
    replaced: basic("", replaced.key),
    "run out": basic("", ranOut.key),
  };
  const otto = await createMember(db, teamId, { email: "otto@example.com", role: "owner" });
  blocked = basic("", (await createKey(db, { teamId, userId: otto.userId, name: "otto's" })).key);
  await db.updateTable("users").set({ blocked: true }).where("user_id", "=", otto.userId).execute();
});

/** A key with every scope but those by which the route lets in. */
async function keyWithout({ scopes }: Route): Promise<string> {
  const { teamId, userId } = team;
  const others = Scope.options.filter((scope) => scope !== "admin" && !scopes.includes(scope));
  return basic("", (await createKey(stack().db, { teamId, userId, name: "others", scopes: others })).key);
}

describe.each(GUARDED.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  /** As it should be, and with a body that never comes. */
  async function ask(authorization: string): Promise<readonly [whole: RawAnswer, open: RawAnswer]> {
    const { method, path, body } = requestOf(route, named);
    const headers = {
      ...(authorization !== "" && { Authorization: authorization }),
      ...(body && { "Content-Type": body.type }),
    };
    const whole = { method, target: path, headers, body: body?.text };
    const { url } = stack().api;
    return [
      await rawRequest(url, whole),
      await rawRequest(url, { ...whole, body: undefined, announced: 200_000 }),
    ];
  }

  test("without a good key, or without the scope", async () => {
    const before = await everything();
    const isProbe = route.asksForKey === "optional";
    const refusals = new Set<string>();
    for (const [what, authorization] of Object.entries(wrong))
      for (const answer of await ask(authorization)) {
        if (!isProbe) expect([answer.status, codeOf(answer)], what).toEqual([401, "UNAUTHORIZED"]);
        refusals.add(JSON.stringify(answer));
      }
    // Nobody learns which keys there were.
    expect(refusals.size).toBe(1);
    for (const [what, authorization] of [
      ["blocked", blocked],
      ["without the scope", await keyWithout(route)],
    ] as const)
      for (const answer of await ask(authorization))
        if (isProbe) expect(refusals).toContain(JSON.stringify(answer));
        else {
          expect([answer.status, codeOf(answer)], what).toEqual([403, "FORBIDDEN"]);
          // By who asks, and not by what is asked for.
          expect(answer.body).toMatch(/is blocked|lacks the scope/);
        }
    expect(await everything()).toEqual(before);
  });

  test("spelled in another way, no path leads past the guard", async () => {
    const { method, path, body } = requestOf(route, named);
    const authorization = await keyWithout(route);
    for (const target of spellingsOf(path))
      for (const headers of [{}, { Authorization: authorization }]) {
        const type = body && { "Content-Type": body.type };
        const answer = await rawRequest(stack().api.url, {
          method,
          target,
          headers: { ...headers, ...type },
          body: body?.text,
        });
        if (route.asksForKey === "optional" && [200, 503].includes(answer.status))
          expect(answer.body).not.toContain("problems");
        else expect([400, 401, 403, 404, 405], `${target}: ${answer.body}`).toContain(answer.status);
      }
  });
});

/** All that the team has, and what the queue was given. Keys are made by the test itself. */
async function everything(): Promise<unknown> {
  const { db } = stack();
  const { api_keys: _, ...rows } = await rowsOfTeam(db, team.teamId);
  const queued = await sql`select count(*)::int as all, max(id) as last from onefold_queue.job`.execute(db);
  return { rows, queued: queued.rows };
}

function codeOf({ body }: RawAnswer): unknown {
  return Object(JSON.parse(body)).error.code;
}

/** What a router, a proxy or a client could take for the same path. */
function spellingsOf(path: string): string[] {
  const [, first = "", ...rest] = path.split("/");
  const tail = rest.map((part) => `/${part}`).join("");
  const encoded = (text: string) => text.replace(/[a-z]/, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return [
    `/${encoded(first)}${tail}`,
    `/${first}${rest.map((part) => `/${encoded(part)}`).join("")}`,
    `/${first}${tail.replaceAll("/", "%2f")}`,
    `//${first}${tail}`,
    `/${first}/${tail}`,
    `/${first}/.${tail}`,
    `/nothing/..${path}`,
    `/livez/..${path}`,
    `${path}/`,
    `${path}%00`,
    `${path};x`,
    `${path}.json`,
    `/${first.toUpperCase()}${tail}`,
    path.toUpperCase(),
    `http://localhost${path}`,
    `${path}?/livez`,
    `${path}#/livez`,
  ];
}
