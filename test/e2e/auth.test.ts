import { createKey, createMember, revokeKey } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { basic, refused } from "./support/client.ts";
import type { Answer } from "./support/conformance.ts";
import { useStack } from "./support/on-each-backend.ts";
import { until } from "./support/until.ts";

const stack = useStack({ worker: false });

const ROUTE = "/api/team";
const UNKNOWN = "ofk_0000000000000000000000000000000000";
/** A revocation reaches every API process within seconds. */
const SECONDS_MS = 8_000;

/** Asked without a key of the client's own. */
const ask = (Authorization?: string, route = ROUTE) =>
  stack().anyone.get(route, Authorization === undefined ? {} : { headers: { Authorization } });

function refusal({ status, headers, body }: Answer) {
  return { status, body, challenge: headers.get("www-authenticate") };
}

describe("401", () => {
  test("has one body and one challenge for a missing, unknown, revoked and malformed key", async () => {
    const { db } = stack();
    const { teamId, userId, key } = await stack().newTeam();
    const revoked = await createKey(db, { teamId, userId, name: "revoked" });
    await revokeKey(db, { teamId, prefixOrId: revoked.keyId });

    const missing = await ask();
    refused(missing, 401, "UNAUTHORIZED");
    expect(missing.headers.get("www-authenticate")).toMatch(/^Basic/);
    for (const authorization of [
      basic("", UNKNOWN),
      `Bearer ${UNKNOWN}`,
      basic("", revoked.key),
      `Bearer ${revoked.key}`,
      // The key as user name, twice, cut short, in another case, with something behind it.
      basic(key, ""),
      basic("", `${key}${key}`),
      basic("", key.slice(0, -1)),
      basic("", key.toUpperCase()),
      basic("", `${key} `),
      `Bearer ${key} ${key}`,
      // No header of a known kind at all.
      key,
      "Basic",
      "Basic !!!",
      `Basic ${key}`,
      `Basic ${Buffer.from(key).toString("base64")}`,
      "Bearer",
      `Token ${key}`,
      `Digest ${key}`,
      "x".repeat(4_000),
    ])
      expect(refusal(await ask(authorization)), authorization).toEqual(refusal(missing));
    expect((await ask(basic("", key))).status).toBe(200);
  });

  test.each([
    ["POST", "/api/contacts"],
    ["POST", "/api/companies"],
    ["POST", "/api/fields"],
    ["GET", "/api/fields"],
    ["GET", "/api/contacts/jane@example.com"],
    ["GET", "/api/companies/acme.example"],
    ["GET", "/api/jobs/job_1"],
    // Not even which routes there are is told.
    ["GET", "/api/nothing"],
    ["PUT", "/api/contacts"],
  ])("stands before %s %s", async (method, path) => {
    // Judged before the body is.
    const answer = await stack().anyone.request(method, path, method === "GET" ? {} : { raw: "{" });
    refused(answer, 401, "UNAUTHORIZED");
  });
});

test("a key is taken as Basic with any user name or none, and as Bearer", async () => {
  const { key, teamId } = await stack().newTeam();
  for (const authorization of [
    basic("", key),
    basic("anyone", key),
    basic("jürgen", key),
    basic(teamId, key),
    `basic ${basic("", key).slice(6)}`,
    `Bearer ${key}`,
    `bearer  ${key}`,
  ]) {
    const answer = await ask(authorization);
    expect([answer.status, answer.body], authorization).toEqual([
      200,
      expect.objectContaining({ _id: teamId }),
    ]);
  }
});

describe("403", () => {
  test("for the key of a blocked user, on every route but the service's own", async () => {
    const { db } = stack();
    const { teamId } = await stack().newTeam();
    const { userId } = await createMember(db, teamId, {
      email: "otto@example.com",
      name: "Otto",
      role: "member",
    });
    const { key } = await createKey(db, { teamId, userId, name: "otto's" });
    await db.updateTable("users").set({ blocked: true }).where("user_id", "=", userId).execute();
    const otto = stack().clientWith(key);
    refused(await otto.get(ROUTE), 403, "FORBIDDEN");
    refused(await otto.post("/api/contacts", { email: "jane@example.com" }), 403, "FORBIDDEN");
    expect((await otto.get("/livez")).status).toBe(200);
  });
});

describe.concurrent("a key in use", () => {
  test("is refused within seconds of its revocation, and of its user's blocking; others go on", async () => {
    const { db } = stack();
    const team = await stack().newTeam();
    const { teamId } = team;
    const { userId } = await createMember(db, teamId, {
      email: "otto@example.com",
      name: "Otto",
      role: "member",
    });
    const second = await createKey(db, { teamId, userId: team.userId, name: "second" });
    const third = await createKey(db, { teamId, userId, name: "otto's" });
    const [revoked, blocked] = [stack().clientWith(second.key), stack().clientWith(third.key)];
    expect([(await revoked.get(ROUTE)).status, (await blocked.get(ROUTE)).status]).toEqual([200, 200]);

    await revokeKey(db, { teamId, prefixOrId: second.keyId });
    await db.updateTable("users").set({ blocked: true }).where("user_id", "=", userId).execute();
    const [afterRevocation, afterBlocking] = await Promise.all(
      [revoked, blocked].map((client) =>
        until("the key is refused", SECONDS_MS, async () => {
          const answer = await client.get(ROUTE);
          return answer.status === 200 ? undefined : answer;
        }),
      ),
    );
    if (!afterRevocation || !afterBlocking) throw new Error("unreachable");
    expect(refusal(afterRevocation)).toEqual(refusal(await ask()));
    refused(afterBlocking, 403, "FORBIDDEN");
    expect((await team.get(ROUTE)).status).toBe(200);
  });

  test("a key that was refused works within seconds once it is there", async () => {
    const { teamId, userId } = await stack().newTeam();
    const key = "a-key-of-our-own-0123456789";
    const client = stack().clientWith(key);
    refused(await client.get(ROUTE), 401, "UNAUTHORIZED");
    await createKey(stack().db, { teamId, userId, name: "preset", key });
    await until("the key works", SECONDS_MS, async () => (await client.get(ROUTE)).status === 200);
  });
});
