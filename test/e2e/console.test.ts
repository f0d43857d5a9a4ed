import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { ConsoleLinkAnswer, ConsoleSessionAnswer } from "@onefold/contract";
import {
  consoleSecretName,
  createConsoleSecret,
  createKey,
  createMember,
  findKey,
  hashKey,
  rotateKey,
  takeLink,
} from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { ASYNC, refused } from "./support/client.ts";
import type { Client, RequestOptions } from "./support/client.ts";
import type { Answer } from "./support/conformance.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const stack = useStack({ worker: false });

/** A revocation reaches every API process within seconds. */
const SECONDS_MS = 8_000;
/** What a browser says of its own page's requests. */
const OWN = { "Sec-Fetch-Site": "same-origin", ...ASYNC };

async function linkOf(client: Client): Promise<string> {
  const { data } = ConsoleLinkAnswer.parse((await client.request("POST", "/api/console/links")).body);
  expect(data.path).toMatch(/^\/console\/sign-in#ofl_\w{34}$/);
  return data.path.split("#")[1] ?? "";
}

const enter = (secret: string, headers: Readonly<Record<string, string>> = OWN): Promise<Answer> =>
  stack().anyone.request("POST", "/console/sign-in", {
    headers: { Authorization: `Bearer ${secret}`, ...headers },
  });

const cookieOf = ({ headers }: Answer): string => headers.get("set-cookie")?.split(";")[0] ?? "";

/** Asks under a name of its own for the server, which `fetch` doesn't let anybody give. */
async function statusOf(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const asked = get(new URL(path, stack().api.url), { headers });
  const [answer]: IncomingMessage[] = await once(asked, "response");
  answer?.resume();
  return answer?.statusCode ?? 0;
}

/** A browser that has this cookie. */
function browser(cookie: string, headers: Readonly<Record<string, string>> = OWN) {
  const request = (method: string, path: string, options: RequestOptions = {}) =>
    stack().anyone.request(method, path, { ...options, headers: { Cookie: cookie, ...headers } });
  return { request, get: (path: string) => request("GET", path) };
}

async function signedIn(team: Client): Promise<string> {
  return cookieOf(await enter(await linkOf(team)));
}

async function keyOf({ teamId, userId }: TestTeam, scopes: readonly ("read" | "ingest" | "admin")[]) {
  return await createKey(stack().db, { teamId, userId, name: scopes.join(), scopes });
}

const contact = { email: "jane@example.com" };

describe("a link", () => {
  test("signs in as the key that made it, by a cookie that no script and no other site has", async () => {
    const team = await stack().newTeam();
    const entered = await enter(await linkOf(team));
    const { data } = ConsoleSessionAnswer.parse(entered.body);
    expect([data.team._id, data.key.scopes, data.key.name]).toEqual([team.teamId, ["admin"], "test"]);
    expect(JSON.stringify(entered.body)).not.toContain(team.key.slice(8));
    expect(entered.headers.get("set-cookie")).toMatch(
      /^onefold-session\d+=ofs_\w{34}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const session = browser(cookieOf(entered));
    expect((await session.get("/api/console/session")).body).toEqual(entered.body);
    expect((await session.request("POST", "/api/contacts", { body: contact })).status).toBe(202);
    expect(await secretsIn()).toBe(1);
    async function secretsIn() {
      const { rows } = await sql<{ hash: Buffer }>`
        select hash from console_secrets where team_id = ${team.teamId}`.execute(stack().db);
      expect(rows.every(({ hash }) => hash.length === 32)).toBe(true);
      return rows.length;
    }
  });

  test("works once, also where two take it at the same moment", async () => {
    const link = await linkOf(await stack().newTeam());
    const answers = await Promise.all([1, 2, 3, 4].map(() => enter(link)));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "401", "401", "401"]);
    refused(await enter(link), 401, "UNAUTHORIZED");
  });

  test("whose time is over, or that was made up, signs nobody in", async () => {
    const team = await stack().newTeam();
    const link = await linkOf(team);
    await sql`update console_secrets set valid_until = now() - interval '1 second'
               where team_id = ${team.teamId}`.execute(stack().db);
    refused(await enter(link), 401, "UNAUTHORIZED");
    refused(await enter(`ofl_${"A".repeat(34)}`), 401, "UNAUTHORIZED");
  });

  test("of a key that was revoked since signs nobody in; nor does one of a member who is blocked", async () => {
    const team = await stack().newTeam();
    const { key, keyId } = await keyOf(team, ["read"]);
    const link = await linkOf(stack().clientWith(key));
    expect((await team.request("DELETE", `/api/keys/${keyId}`)).status).toBe(200);
    refused(await enter(link), 401, "UNAUTHORIZED");

    const { db } = stack();
    const otto = await createMember(db, team.teamId, {
      email: "o@example.com",
      name: "Otto",
      role: "member",
    });
    const his = await createKey(db, { teamId: team.teamId, userId: otto.userId, name: "his" });
    const hisLink = await linkOf(stack().clientWith(his.key));
    await db.updateTable("users").set({ blocked: true }).where("user_id", "=", otto.userId).execute();
    refused(await enter(hisLink), 403, "FORBIDDEN");
  });

  test("is no key and no session, and the other way round", async () => {
    const team = await stack().newTeam();
    const link = await linkOf(team);
    const session = cookieOf(await enter(team.key)).split("=")[1] ?? "";
    for (const Authorization of [`Bearer ${link}`, `Bearer ${session}`])
      refused(await stack().anyone.get("/api/team", { headers: { Authorization } }), 401, "UNAUTHORIZED");
    refused(await enter(session), 401, "UNAUTHORIZED");
    for (const value of [link, team.key])
      refused(await browser(`onefold-session=${value}`).get("/api/team"), 401, "UNAUTHORIZED");
    expect((await enter(link)).status).toBe(200);
  });

  test("a key has ten at most, and the oldest goes for one more", async () => {
    const team = await stack().newTeam();
    const links: string[] = [];
    for (let i = 0; i < 12; i++) links.push(await linkOf(team));
    refused(await enter(links[1] ?? ""), 401, "UNAUTHORIZED");
    expect((await enter(links[2] ?? "")).status).toBe(200);
    expect((await enter(links[11] ?? "")).status).toBe(200);
  });

  test("isn't made by a session: a stolen one would prolong itself", async () => {
    const session = browser(await signedIn(await stack().newTeam()));
    refused(await session.request("POST", "/api/console/links"), 403, "FORBIDDEN");
  });
});

describe("a session", () => {
  test("may do what its key may, and no more", async () => {
    const team = await stack().newTeam();
    const { key } = await keyOf(team, ["read"]);
    const session = browser(cookieOf(await enter(key)));
    expect((await session.get("/api/contacts")).status).toBe(200);
    expect((await session.get("/readyz")).body).toHaveProperty("problems");
    refused(await session.request("POST", "/api/contacts", { body: contact }), 403, "FORBIDDEN");
    refused(await session.get("/api/keys"), 403, "FORBIDDEN");
    const nothing = await keyOf(team, []);
    refused(await enter(nothing.key), 403, "FORBIDDEN");
  });

  test("never sees another team's", async () => {
    const [ours, theirs] = [await stack().newTeam(), await stack().newTeam()];
    const { body } = await theirs.acceptedContact({ email: "zoe@example.com" });
    const session = browser(await signedIn(ours));
    expect(ConsoleSessionAnswer.parse((await session.get("/api/console/session")).body).data.team._id).toBe(
      ours.teamId,
    );
    refused(await session.get(body.job.url), 404, "NOT_FOUND");
    const { keyId } = await keyOf(theirs, ["read"]);
    refused(await session.request("DELETE", `/api/keys/${keyId}`), 404, "NOT_FOUND");
  });

  test("that was stolen is refused once its key is revoked, at once here and within seconds elsewhere", async () => {
    const team = await stack().newTeam();
    const { key, keyId } = await keyOf(team, ["admin"]);
    const session = browser(cookieOf(await enter(key)));
    expect((await session.get("/api/team")).status).toBe(200);
    expect((await team.request("DELETE", `/api/keys/${keyId}`)).status).toBe(200);
    refused(await session.get("/api/team"), 401, "UNAUTHORIZED");

    const other = await keyOf(team, ["admin"]);
    const elsewhere = browser(cookieOf(await enter(other.key)));
    expect((await elsewhere.get("/api/team")).status).toBe(200);
    // As another process does it.
    await sql`update api_keys set revoked_at = now() where key_id = ${other.keyId}`.execute(stack().db);
    await until(
      "the session is refused",
      SECONDS_MS,
      async () => (await elsewhere.get("/api/team")).status === 401,
    );
  });

  test("ends with the former secret of its key when that is rotated", async () => {
    const team = await stack().newTeam();
    const { key, keyId } = await keyOf(team, ["admin"]);
    const session = browser(cookieOf(await enter(key)));
    const { teamId } = team;
    await rotateKey(stack().db, { teamId, keyId, overlapHours: 1 });
    const { rows } = await sql<{ ends: boolean }>`
      select valid_until <= now() + interval '1 hour' as ends from console_secrets
       where key_id = ${keyId}`.execute(stack().db);
    expect(rows).toEqual([{ ends: true }]);
    expect(
      (await team.request("POST", `/api/keys/${keyId}/rotate`, { body: { overlapHours: 0 } })).status,
    ).toBe(200);
    refused(await session.get("/api/team"), 401, "UNAUTHORIZED");
  });

  test("is over after its hours, and when one signs out", async () => {
    const team = await stack().newTeam();
    const cookie = await signedIn(team);
    const session = browser(cookie);
    expect((await session.get("/api/team")).status).toBe(200);
    const out = await session.request("DELETE", "/api/console/session");
    expect([out.status, out.headers.get("set-cookie")]).toEqual([
      200,
      expect.stringMatching(/=; Path=\/; Max-Age=0; /),
    ]);
    refused(await session.get("/api/team"), 401, "UNAUTHORIZED");

    const second = await signedIn(team);
    // A key that asks ends no browser's session, and has none forgotten.
    const headers = { Cookie: second, Authorization: `Bearer ${team.key}` };
    const byKey = await stack().anyone.request("DELETE", "/api/console/session", { headers });
    expect([byKey.status, byKey.headers.get("set-cookie")]).toEqual([200, null]);
    expect((await browser(second).get("/api/team")).status).toBe(200);
    await sql`update console_secrets set valid_until = now() where team_id = ${team.teamId}`.execute(
      stack().db,
    );
    await until(
      "the session is over",
      SECONDS_MS,
      async () => (await browser(second).get("/api/team")).status === 401,
    );
  });

  test("is for this server's own pages: nothing that another site has the browser send is done", async () => {
    const team = await stack().newTeam();
    const cookie = await signedIn(team);
    const host = new URL(stack().api.url).host;
    const post = (headers: Readonly<Record<string, string>>) =>
      browser(cookie, { ...headers, ...ASYNC }).request("POST", "/api/contacts", { body: contact });
    for (const headers of [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site", Origin: `http://${host}` },
      { "Sec-Fetch-Site": "none" },
      { Origin: "https://evil.example" },
      { Origin: "null" },
      {},
    ])
      refused(await post(headers), 403, "FORBIDDEN");
    refused(await browser(cookie, { "Sec-Fetch-Site": "cross-site" }).get("/api/team"), 403, "FORBIDDEN");
    expect((await post({ Origin: `http://${host}` })).status).toBe(202);
    // Typed in, or opened from a mail program: it reads, and nobody else sees the answer.
    expect((await browser(cookie, { "Sec-Fetch-Site": "none" }).get("/api/team")).status).toBe(200);
    refused(await enter(team.key, { "Sec-Fetch-Site": "cross-site" }), 403, "FORBIDDEN");
    refused(await enter(team.key, { Origin: "https://evil.example" }), 403, "FORBIDDEN");
  });

  test("stands in for no header that is refused", async () => {
    const cookie = await signedIn(await stack().newTeam());
    for (const Authorization of ["Bearer ofk_0000000000000000000000000000000000", "Basic !!!", ""])
      refused(await browser(cookie, { ...OWN, Authorization }).get("/api/team"), 401, "UNAUTHORIZED");
  });

  test("behind TLS has a name that browsers take from this host alone", async () => {
    const team = await stack().newTeam();
    const host = new URL(stack().api.url).host;
    const entered = await enter(team.key, { ...OWN, Origin: `https://${host}` });
    expect(entered.headers.get("set-cookie")).toMatch(
      /^__Host-onefold-session=ofs_\w+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect((await browser(cookieOf(entered)).get("/api/team")).status).toBe(200);
  });

  test("is not taken by its plain name where the browser came over TLS: another subdomain can set that", async () => {
    const cookie = await signedIn(await stack().newTeam());
    const session = cookie.split("=")[1] ?? "";
    const asked = (Host: string, headers: Readonly<Record<string, string>>, name: string) =>
      statusOf("/api/team", { Host, Cookie: `${name}=${session}`, ...headers });
    const own = { "Sec-Fetch-Site": "same-origin" };
    for (const host of ["onefold.example.com", "127.example.com", "localhost.example.com"]) {
      expect(await asked(host, own, "onefold-session")).toBe(401);
      expect(await asked(host, own, "__Host-onefold-session")).toBe(200);
      // No browser sends less over TLS.
      expect(await asked(host, {}, "onefold-session")).toBe(200);
    }
    for (const host of ["localhost", "127.0.0.1", "[::1]", "team.localhost"]) {
      expect(await asked(host, own, "onefold-session")).toBe(200);
      expect(await asked(`${host}:3000`, own, "onefold-session3000")).toBe(200);
    }
  });

  test("a page is never answered so that the browser asks its user for a password", async () => {
    const challenge = async (headers: Readonly<Record<string, string>>) =>
      (await stack().anyone.get("/api/console/session", { headers })).headers.get("www-authenticate");
    expect(await challenge({})).toMatch(/^Basic/);
    expect(await challenge({ "X-Requested-With": "onefold-console" })).toMatch(/^Bearer/);
    // As an EventSource, once the cookie is over.
    expect(await challenge({ "Sec-Fetch-Site": "same-origin" })).toMatch(/^Bearer/);
    expect(await challenge({ "Sec-Fetch-Site": "none" })).toMatch(/^Basic/);
    const cookie = `onefold-session${new URL(stack().api.url).port}=ofs_${"A".repeat(34)}`;
    expect(await challenge({ Cookie: cookie, ...OWN })).toMatch(/^Bearer/);
  });
});

describe("a former secret of a key", () => {
  /** A key whose former secret the API knows, rotated as another process does it. */
  async function rotated(overlapHours: number) {
    const team = await stack().newTeam();
    const { key, keyId } = await keyOf(team, ["admin"]);
    const former = stack().clientWith(key);
    expect((await former.get("/api/team")).status).toBe(200);
    const rotate = (hours: number) =>
      rotateKey(stack().db, { teamId: team.teamId, keyId, overlapHours: hours });
    const fresh = (await rotate(overlapHours))?.key ?? "";
    return { key, keyId, former, rotate, current: stack().clientWith(fresh) };
  }

  async function minutesLeft(keyId: string, kind = "session"): Promise<number[]> {
    const { rows } = await sql<{ minutes: number }>`
      select ceil(extract(epoch from valid_until - now()) / 60)::int as minutes from console_secrets
       where key_id = ${keyId} and kind = ${kind} order by created_at`.execute(stack().db);
    return rows.map(({ minutes }) => minutes);
  }

  test("signs in until it ends, and no longer: by itself, by its link, by one that was made before the rotation", async () => {
    const { key, keyId, former, current, rotate } = await rotated(2);
    expect((await enter(key)).status).toBe(200);
    expect((await enter(await linkOf(former))).status).toBe(200);
    expect(await minutesLeft(keyId)).toEqual([120, 120]);
    const links = [await linkOf(former), await linkOf(former), await linkOf(current)];
    expect((await enter(links[2] ?? "")).status).toBe(200);
    const currents = [await linkOf(current), await linkOf(current)];
    await rotate(1);
    expect(await minutesLeft(keyId)).toEqual([60, 60, 60]);
    expect((await enter(links[0] ?? "")).status).toBe(200);
    expect((await enter(currents[0] ?? "")).status).toBe(200);
    expect(await minutesLeft(keyId)).toEqual([60, 60, 60, 60, 60]);
    await rotate(0);
    for (const link of [links[1], currents[1]]) refused(await enter(link ?? ""), 401, "UNAUTHORIZED");
  });

  test("signs in by the current secret for the full time meanwhile", async () => {
    const { keyId, current } = await rotated(1);
    expect((await enter(await linkOf(current))).status).toBe(200);
    expect(await minutesLeft(keyId)).toEqual([720]);
  });

  test.each<[string, number]>([
    ["after its overlap", 1],
    ["without one", 0],
  ])("%s it makes no session and no link, also where a process still takes it", async (_, hours) => {
    const { key, keyId, former } = await rotated(hours);
    await sql`update rotated_secrets set valid_until = least(valid_until, now())
               where key_id = ${keyId}`.execute(stack().db);
    expect((await former.get("/api/team")).status).toBe(200);
    refused(await enter(key), 401, "UNAUTHORIZED");
    refused(await former.request("POST", "/api/console/links"), 401, "UNAUTHORIZED");
    expect([await minutesLeft(keyId), await minutesLeft(keyId, "link")]).toEqual([[], []]);
  });

  test("signs nobody in at the moment of a rotation that ends it", async () => {
    const { db } = stack();
    const team = await stack().newTeam();
    const isLeft = async (made: { secret: string } | undefined) =>
      made !== undefined &&
      (await findKey(db, hashKey(consoleSecretName("session", made.secret)))) !== undefined;
    for (let i = 0; i < 20; i++) {
      const { key, keyId } = await keyOf(team, ["read"]);
      const owner = { teamId: team.teamId, keyId };
      const link = await createConsoleSecret(db, "link", owner, key);
      const make =
        i % 2 === 0
          ? () => createConsoleSecret(db, "session", owner, key)
          : () => takeLink(db, link?.secret ?? "");
      const [made] = await Promise.all([make(), rotateKey(db, { ...owner, overlapHours: 0 })]);
      expect(await isLeft(made)).toBe(false);
    }
  });
});

test("an address has few attempts, whatever it tries: a hundred at once, and five more each second", async () => {
  await stack().stopApi();
  await stack().startApi();
  const startedAt = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) => enter(`ofl_${String(i).padStart(34, "A")}`)),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const tried = answers.filter(({ status }) => status !== 429);
  expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([401]));
  expect(tried.length).toBeGreaterThanOrEqual(100);
  expect(tried.length).toBeLessThanOrEqual(100 + 5 * seconds + 1);
});
