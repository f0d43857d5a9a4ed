import { createKey } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { spawnApp } from "../support/spawn-app.ts";
import { basic, createClient, refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import type { Answer } from "./support/conformance.ts";
import { onEachBackend, useStack } from "./support/on-each-backend.ts";
import { startStack } from "./support/stack.ts";
import type { Stack } from "./support/stack.ts";

/** Long enough that no test sees its end. */
const WINDOW = 600;
const HEADERS = [
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
  "ratelimit-policy",
  "ratelimit",
  "retry-after",
];

function limitsIn({ headers }: Answer): Record<string, string> {
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** An HTTP date, in so many seconds at most and not in the past. */
function expectReset(answer: Answer, withinSeconds: number): void {
  const text = answer.headers.get("x-ratelimit-reset") ?? "";
  expect(text).toBe(new Date(text).toUTCString());
  const inSeconds = (Date.parse(text) - Date.now()) / 1_000;
  expect(inSeconds).toBeGreaterThan(0);
  expect(inSeconds).toBeLessThanOrEqual(withinSeconds + 1);
}

async function limitKey(
  { db }: Stack,
  { teamId, userId }: { teamId: string; userId: string },
  requests: number,
  seconds: number,
): Promise<string> {
  const { key } = await createKey(db, { teamId, userId, name: "limited", rateLimit: { requests, seconds } });
  return key;
}

const SAID = /counts the keys' requests by itself/;

onEachBackend(
  (stack) => {
    test("past its limit a key is answered 429, by every API process together, on every route", async () => {
      const team = await stack().newTeam();
      await using second = await spawnApp("api", stack().env);
      const url = () => second.url;
      const elsewhere = createClient({ conformance: stack().conformance, url, key: team.key });
      const answers = [
        await team.get("/api/team"),
        await elsewhere.get("/api/team"),
        await team.get("/api/contacts/nobody@example.com"),
        await elsewhere.post("/api/contacts", {}),
        await team.request("PUT", "/api/team"),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 405]);
      answers.forEach((answer, index) => {
        const left = 4 - index;
        expect(limitsIn(answer)).toEqual({
          "x-ratelimit-limit": "5",
          "x-ratelimit-remaining": String(left),
          "x-ratelimit-reset": expect.any(String),
          "ratelimit-policy": `"key";q=5;w=${WINDOW}`,
          ratelimit: expect.stringMatching(new RegExp(`^"key";r=${left};t=(5\\d\\d|600)$`)),
        });
        expectReset(answer, WINDOW);
      });

      for (const client of [team, elsewhere] satisfies Client[])
        for (const path of ["/api/team", "/api/contacts/nobody@example.com", "/api/nothing"]) {
          const answer = await client.get(path);
          const { message } = refused(answer, 429, "RATE_LIMITED");
          const seconds = Number(answer.headers.get("retry-after"));
          expect(message).toBe(
            `This API key may send 5 requests in ${WINDOW} seconds: try again in ${seconds} seconds.`,
          );
          expect(seconds).toBeGreaterThan(WINDOW - 60);
          expect(seconds).toBeLessThanOrEqual(WINDOW);
          expect(limitsIn(answer)).toMatchObject({
            "x-ratelimit-limit": "5",
            "x-ratelimit-remaining": "0",
            "ratelimit-policy": `"key";q=5;w=${WINDOW}`,
            ratelimit: `"key";r=0;t=${seconds}`,
          });
          expectReset(answer, WINDOW);
        }
      // Nobody else is hurt: other keys, requests without one, the service's own routes.
      expect((await (await stack().newTeam()).get("/api/team")).status).toBe(200);
      const unknown = await stack().anyone.get("/api/team");
      expect([unknown.status, limitsIn(unknown)]).toEqual([401, {}]);
      const probe = await team.get("/livez");
      expect([probe.status, limitsIn(probe)]).toEqual([200, {}]);

      const scraped = await (
        await fetch(`${second.url}/metrics`, { headers: { Authorization: basic("", team.key) } })
      ).text();
      expect(scraped).toMatch(/^onefold_rate_limited_requests_total 3$/m);

      // A process that starts anew knows what was counted.
      await stack().stopApi();
      await stack().startApi();
      refused(await team.get("/api/team"), 429, "RATE_LIMITED");
    });

    test("a key's own limit stands in place of the deployment's, and its window ends", async () => {
      const team = await stack().newTeam();
      const wide = stack().clientWith(await limitKey(stack(), team, 1_000, 60));
      for (let i = 0; i < 7; i++) expect((await wide.get("/api/team")).status).toBe(200);
      expect((await wide.get("/api/keys")).body).toMatchObject({
        data: [{ name: "test" }, { name: "limited", rateLimit: { requests: 1_000, seconds: 60 } }],
        defaultRateLimit: { requests: 5, seconds: WINDOW },
      });
      const narrow = stack().clientWith(await limitKey(stack(), team, 1, 1));
      expect(limitsIn(await narrow.get("/api/team"))).toMatchObject({ "ratelimit-policy": '"key";q=1;w=1' });
      await expect
        .poll(async () => (await narrow.get("/api/team")).status, { timeout: 10_000, interval: 20 })
        .toBe(429);
      const over = await narrow.get("/api/team");
      if (over.status === 429) {
        expect(over.headers.get("retry-after")).toBe("1");
        expect(refused(over, 429, "RATE_LIMITED").message).toBe(
          "This API key may send 1 request in 1 second: try again in 1 second.",
        );
      }
      await expect.poll(async () => (await narrow.get("/api/team")).status, { timeout: 10_000 }).toBe(200);
    });
  },
  { worker: false, env: { RATE_LIMIT: `5/${WINDOW}s` } },
);

describe("without a limit", () => {
  const stack = useStack({ worker: false });

  test("nothing is counted and no answer speaks of one, but for the key that has its own", async () => {
    const team = await stack().newTeam();
    for (let i = 0; i < 30; i++) expect(limitsIn(await team.get("/api/team"))).toEqual({});
    const key = await limitKey(stack(), team, 2, WINDOW);
    const limited = stack().clientWith(key);
    const statuses = [];
    // A stream carries the headers too.
    const headers = { Authorization: `Bearer ${key}` };
    const stream = await fetch(`${stack().api.url}/api/contacts/export`, { headers });
    expect(await stream.text()).not.toBe("");
    expect(stream.headers.get("ratelimit")).toMatch(/^"key";r=1;t=/);
    statuses.push(stream.status);
    for (let i = 0; i < 2; i++) statuses.push((await limited.get("/api/team")).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await team.get("/api/team")).status).toBe(200);
    expect((await team.get("/api/keys")).body).not.toHaveProperty("defaultRateLimit");
  });
});

test("while Redis is away requests are let through, counted by each process, and that is said once", async () => {
  await using stack = await startStack({
    queue: "redis",
    worker: false,
    env: { RATE_LIMIT: `3/${WINDOW}s` },
  });
  const team = await stack.newTeam();
  expect((await team.get("/api/team")).status).toBe(200);
  await stack.redis?.kill();
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await team.get("/api/team")).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  await stack.api.waitForOutput(SAID);
  refused(await team.get("/api/team"), 429, "RATE_LIMITED");
  expect(stack.api.output().split(SAID)).toHaveLength(2);
  await stack.redis?.restart();
});
