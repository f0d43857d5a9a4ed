import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { startReceiver } from "../../packages/webhook-sender/test/support/receiver.ts";
import { basic } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useStack({ env: { WEBHOOK_ALLOW_PRIVATE: "127.0.0.1" } });
const DECODE = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync };
const CODINGS = ["gzip", "br", "zstd"] as const;
const PEOPLE = 3_000;

let team: TestTeam;
beforeAll(async () => {
  team = await stack().newTeam();
  const rows = Array.from({ length: PEOPLE }, (_, n) => ({ email: `p${n}@example.com`, firstName: "Jané" }));
  const { body } = await team.post("/api/contacts/batch", rows);
  await team.job(Object(body).job.id, 60);
});

interface Raw {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** fetch would unpack what comes. */
async function ask(
  path: string,
  accept: string | undefined,
  { method = "GET", body = "", headers = {} } = {},
): Promise<Raw> {
  const { hostname, port } = new URL(stack().api.url);
  const sent = {
    Authorization: basic("", team.key),
    ...(accept !== undefined && { "Accept-Encoding": accept }),
    ...(body !== "" && { "Content-Type": "application/json" }),
    ...headers,
  };
  const { promise, resolve, reject } = Promise.withResolvers<Raw>();
  request({ hostname, port, path, method, headers: sent }, (response) => {
    const { statusCode: status } = response;
    buffer(response).then((bytes) => resolve({ status, headers: response.headers, bytes }), reject);
  })
    .on("error", reject)
    .end(body);
  return promise;
}

describe.each([
  ["a page, at once", "/api/contacts?limit=100"],
  ["a page of results, in pieces", "/api/jobs/{job}/results?limit=1000"],
  ["a file", "/api/contacts/export"],
  ["a file of lines", "/api/contacts/export?format=ndjson"],
  ["the document", "/openapi.json"],
  ["the reference", "/docs/swagger-ui-bundle.js"],
])("%s", (_, pattern) => {
  test("is what it is without a coding, and shorter", async () => {
    const jobs = Object((await team.get("/api/jobs?limit=1")).body);
    const path = pattern.replace("{job}", jobs.data[0].id);
    const plain = await ask(path, undefined);
    expect([plain.status, plain.headers["content-encoding"]]).toEqual([200, undefined]);
    expect(plain.headers.vary).toContain("Accept-Encoding");
    for (const coding of CODINGS) {
      const { status, headers, bytes } = await ask(path, coding);
      expect([status, headers["content-encoding"]]).toEqual([200, coding]);
      expect(headers.vary).toBe(plain.headers.vary);
      expect(headers["content-type"]).toBe(plain.headers["content-type"]);
      expect(Number(headers["content-length"] ?? bytes.length)).toBe(bytes.length);
      expect(bytes.length).toBeLessThan(plain.bytes.length / 3);
      expect(DECODE[coding](bytes).equals(plain.bytes)).toBe(true);

      const head = await ask(path, coding, { method: "HEAD" });
      expect([head.status, head.headers["content-encoding"], head.bytes.length]).toEqual([200, coding, 0]);
      if (head.headers["content-length"] !== undefined)
        expect(Number(head.headers["content-length"])).toBe(bytes.length);
    }
  });
});

test("what the client doesn't take, or likes less, isn't sent", async () => {
  const codingOf = async (accept: string | undefined) =>
    (await ask("/api/contacts?limit=100", accept)).headers["content-encoding"];
  expect(await codingOf(undefined)).toBeUndefined();
  expect(await codingOf("deflate")).toBeUndefined();
  expect(await codingOf("gzip;q=0, br;q=0")).toBeUndefined();
  expect(await codingOf("gzip;q=0.5, identity")).toBeUndefined();
  expect(await codingOf("gzip, br;q=0.9, zstd;q=0")).toBe("gzip");
  expect(await codingOf("*")).toBe("gzip");
  // Who takes nothing that we have gets what there is.
  const nothing = await ask("/api/contacts?limit=100", "*;q=0");
  expect([nothing.status, nothing.headers["content-encoding"]]).toEqual([200, undefined]);
});

test("a short answer is compressed only for who refuses it as it is", async () => {
  const post = { method: "POST", body: '{"email":"p1@example.com"}' };
  for (const prefer of ["wait=10", "respond-async"]) {
    const answer = await ask("/api/contacts", "gzip", { ...post, headers: { Prefer: prefer } });
    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(answer.headers.vary).toBe("Accept-Encoding");
    expect(JSON.parse(String(answer.bytes))).toHaveProperty("job");
  }
  const refused = await ask("/api/contacts/p1@example.com", "gzip, identity;q=0");
  expect(refused.headers["content-encoding"]).toBe("gzip");
  expect(JSON.parse(String(gunzipSync(refused.bytes)))).toMatchObject({ email: "p1@example.com" });
  const missing = await ask("/api/contacts/nobody@example.com", "gzip, identity;q=0");
  expect([missing.status, missing.headers["content-encoding"]]).toEqual([404, "gzip"]);
});

test("an answer that tells a secret never is, however it is asked for", async () => {
  await using receiver = await startReceiver();
  const accept = "gzip, identity;q=0";
  const post = async (path: string, body: unknown) => {
    const answer = await ask(path, accept, { method: "POST", body: JSON.stringify(body) });
    expect([path, answer.status, answer.headers["content-encoding"]]).toEqual([
      path,
      expect.toSatisfy((status: number) => status < 300),
      undefined,
    ]);
    return Object(JSON.parse(String(answer.bytes))).data;
  };
  const key = await post("/api/keys", { name: "second", scopes: ["read"] });
  expect(key.key).toMatch(/^ofk_/);
  await post(`/api/keys/${key._id}/rotate`, {});
  const webhook = await post("/api/webhooks", { url: receiver.url, description: "x".repeat(4_000) });
  expect(webhook.secret).toMatch(/^whsec_/);
  await post(`/api/webhooks/${webhook.id}/rotate-secret`, {});
  await post("/api/hooks", { targetUrl: receiver.url });
  for (const path of ["/api/webhooks", `/api/webhooks/${webhook.id}`, "/api/hooks"])
    expect((await ask(path, accept)).headers["content-encoding"]).toBeUndefined();
});

test("events never are: each has to come at once", async () => {
  const over = new AbortController();
  const answer = await fetch(`${stack().api.url}/api/changes/events`, {
    headers: { Authorization: basic("", team.key), "Accept-Encoding": "gzip, identity;q=0" },
    signal: over.signal,
  });
  expect([answer.status, answer.headers.get("content-encoding")]).toEqual([200, null]);
  over.abort();
});

test("each coding of a file has a tag of its own, by which it isn't sent again", async () => {
  const path = "/docs/swagger-ui.css";
  const tags = new Set<string | undefined>();
  for (const accept of [undefined, ...CODINGS]) {
    const { headers } = await ask(path, accept);
    const tag = headers.etag ?? "";
    tags.add(tag);
    const again = await ask(path, accept, { headers: { "If-None-Match": tag } });
    expect([again.status, again.headers.etag, again.headers.vary]).toEqual([304, tag, "Accept-Encoding"]);
    expect([again.headers["content-encoding"], again.bytes.length]).toEqual([undefined, 0]);
    const other = await ask(path, accept === "gzip" ? "br" : "gzip", { headers: { "If-None-Match": tag } });
    expect(other.status).toBe(200);
  }
  expect(tags.size).toBe(4);
  expect((await ask("/docs/favicon-32x32.png", "gzip")).headers["content-encoding"]).toBeUndefined();
});
