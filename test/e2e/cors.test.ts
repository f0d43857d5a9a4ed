import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPOSED_HEADERS } from "../../apps/api/src/cors/allow-origins.ts";
import { useSharedStack } from "./support/shared-stacks.ts";
import { startStack } from "./support/stack.ts";
import type { Stack } from "./support/stack.ts";

const APP = "https://app.example.com";

const preflight = (url: string, origin: string, method = "POST") =>
  fetch(url, {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": method,
      "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
    },
  });

/** What an answer says to browsers. */
const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

describe("where pages may call", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ env: { CORS_ORIGINS: `${APP},http://localhost:5173` } });
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  test("a preflight is answered without a key, and allows what clients send", async () => {
    const answer = await preflight(`${stack.api.url}/api/contacts`, APP);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("vary")).toContain("Origin");
    const allowed = answer.headers.get("access-control-allow-headers")?.toLowerCase().split(",");
    expect(allowed).toEqual(
      expect.arrayContaining(["authorization", "content-type", "idempotency-key", "last-event-id"]),
    );
    expect(corsOf(answer)).toMatchObject({
      "access-control-allow-origin": APP,
      "access-control-allow-methods": expect.stringContaining("DELETE"),
      "access-control-max-age": "7200",
    });
    expect(corsOf(answer)).not.toHaveProperty("access-control-allow-credentials");
  });

  test.each(["https://evil.example.com", `${APP}.evil.example.com`, "https://app.example.com:444", "null"])(
    "%s is not told that it may",
    async (origin) => {
      const { key } = await stack.newTeam();
      const asked = await preflight(`${stack.api.url}/api/contacts`, origin);
      expect(corsOf(asked)).not.toHaveProperty("access-control-allow-origin");
      const headers = { Authorization: `Bearer ${key}`, Origin: origin };
      const answer = await fetch(`${stack.api.url}/api/contacts`, { headers });
      expect(corsOf(answer)).not.toHaveProperty("access-control-allow-origin");
      expect(answer.headers.get("vary")).toContain("Origin");
    },
  );

  test("answers, errors, files and events can be read, with their headers", async () => {
    const { key } = await stack.newTeam();
    const headers = { Authorization: `Bearer ${key}`, Origin: APP, "Content-Type": "application/json" };
    const get = (path: string) => fetch(`${stack.api.url}${path}`, { headers });
    const body = '[{"email":"jane@example.com"}]';
    const uploaded = await fetch(`${stack.api.url}/api/contacts/batch`, { method: "POST", headers, body });
    const job = Object(await uploaded.json()).job.id;
    const answers = [
      uploaded,
      await get("/api/contacts"),
      await get("/api/contacts/nobody@example.com"),
      await get("/api/contacts/export"),
      await get(`/api/jobs/${job}/events`),
      await get("/nothing"),
      await get("/openapi.json"),
      await fetch(`${stack.api.url}/api/contacts`, { headers: { Origin: APP } }),
    ];
    for (const answer of answers) {
      expect(corsOf(answer)).toMatchObject({
        "access-control-allow-origin": APP,
        "access-control-expose-headers": expect.stringContaining("X-Request-Id"),
      });
      expect(answer.headers.get("vary")).toContain("Origin");
      if (!answer.bodyUsed) await answer.body?.cancel();
    }
    expect(answers.map(({ status }) => status)).toEqual([202, 200, 404, 200, 200, 404, 200, 401]);
  });
});

test("with * any page may, without a browser's own credentials", async () => {
  await using stack = await startStack({ worker: false, env: { CORS_ORIGINS: "*" } });
  const answer = await preflight(`${stack.api.url}/api/contacts`, "https://any.example.com", "PUT");
  expect(corsOf(answer)).toMatchObject({ "access-control-allow-origin": "*" });
  expect(corsOf(answer)).not.toHaveProperty("access-control-allow-credentials");
});

describe("by default", () => {
  const stack = useSharedStack();

  test("no page may, and there are no preflights", async () => {
    const answer = await preflight(`${stack().api.url}/api/contacts`, APP);
    expect(answer.status).toBe(401);
    expect(corsOf(answer)).toEqual({});
  });

  test("every header that the document declares is one that pages may read", async () => {
    const document = await (await fetch(`${stack().api.url}/openapi.json`)).json();
    const names = new Set<string>();
    for (const operations of Object.values<object>(Object(document).paths))
      for (const { responses } of Object.values(operations))
        for (const { headers = {} } of Object.values<{ headers?: object }>(responses))
          for (const name of Object.keys(headers)) names.add(name);
    // These are shown anyway, or are for browsers and caches; no script reads a cookie of a session.
    for (const name of [
      "Cache-Control",
      "Set-Cookie",
      "Content-Encoding",
      "Vary",
      "X-Accel-Buffering",
      "X-Content-Type-Options",
    ])
      names.delete(name);
    expect(EXPOSED_HEADERS).toEqual(expect.arrayContaining([...names]));
  });
});
