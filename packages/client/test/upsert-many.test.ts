import { createClient } from "@onefold/client/source";
import type { ContactRequest } from "@onefold/client/source";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { startFaultyProxy } from "./support/faulty-proxy.ts";
import { readAll } from "./support/read-all.ts";

const stack = useSharedStack();

async function start() {
  const team = await stack().newTeam();
  const proxy = await startFaultyProxy(() => stack().api.url);
  const client = createClient({ url: proxy.url, apiKey: team.key });
  return { team, proxy, client, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

const people = (count: number): ContactRequest[] =>
  Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.com`, firstName: `P${n}` }));

test("many rows are one upload; each has its result in its place, whatever breaks on the way", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const rows = [...people(2_000), { email: "nobody" }, { email: "p0@example.com", firstName: "Last" }];
  proxy.break("POST /api/contacts/batch", { kind: "cut-after" }, { kind: "answer", status: 503 });
  proxy.break("GET /api/jobs", { kind: "cut-before" }, { kind: "cut-body" });
  const results = await readAll(client.contacts.upsertMany(rows));
  expect(results.map(({ index }) => index)).toEqual(Array.from(rows.keys()));
  expect(results.every(({ row }, at) => row === rows[at])).toBe(true);
  expect(results[2_000]).toMatchObject({
    outcome: "rejected",
    code: "INVALID_EMAIL",
    message: "email must be an e-mail address.",
    row: { email: "nobody" },
  });
  expect(results[2_001]).toMatchObject({ outcome: "updated", recordId: results[0]?.recordId });
  expect(results.filter(({ outcome }) => outcome === "created")).toHaveLength(2_000);
  const uploads = proxy.seen.filter(({ method }) => method === "POST");
  expect(new Set(uploads.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  expect(await client.contacts.get("p0@example.com")).toMatchObject({ fields: { firstName: "Last" } });
});

test("what comes alone goes as a request of its own, at once; what that refuses an upload may take", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  async function* source(): AsyncGenerator<ContactRequest> {
    yield { email: "jane@example.com" };
    await asked;
    yield { email: "john@example.com", picture: "no URL" };
    yield { email: "nobody" };
  }
  const results = client.contacts.upsertMany(source());
  // It is told before the source goes on.
  expect((await results.next()).value).toMatchObject({ index: 0, outcome: "created" });
  const posts = () => proxy.seen.filter(({ method }) => method === "POST").map(({ path }) => path);
  expect(posts()).toEqual(["/api/contacts"]);
  ask();
  expect(await readAll(results)).toMatchObject([
    { index: 1, outcome: "created", fieldRejections: [{ field: "picture", reason: "invalid" }] },
    { index: 2, outcome: "rejected", code: "INVALID_EMAIL" },
  ]);
  expect(posts().filter((path) => path === "/api/contacts/batch")).toHaveLength(1);
});

test("rows that name the same are accepted in their order, also as single requests", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const rows = Array.from({ length: 8 }, (_, n) => ({ email: "Jane@example.com ", firstName: `J${n}` }));
  const results = await readAll(client.contacts.upsertMany(rows));
  expect(results.map(({ outcome }) => outcome)).toEqual(["created", ...Array(7).fill("updated")]);
  expect(proxy.seen.every(({ path }) => path === "/api/contacts")).toBe(true);
  expect(await client.contacts.get("jane@example.com")).toMatchObject({ fields: { firstName: "J7" } });
});

test("what a request refuses goes in an upload with later rows of the same names, in their order", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const rows: ContactRequest[] = [
    { email: "jane@example.com", firstName: "Old", picture: "no URL" },
    { email: "john@example.com" },
    { email: "jane@example.com", additionalEmails: ["j@example.com"], firstName: "Newer" },
    { email: "j@example.com", firstName: "Newest" },
  ];
  const results = await readAll(client.contacts.upsertMany(rows));
  expect(results.map(({ index, outcome }) => [index, outcome])).toEqual([
    [0, "created"],
    [1, "created"],
    [2, "updated"],
    [3, "updated"],
  ]);
  expect(await client.contacts.get("jane@example.com")).toMatchObject({ fields: { firstName: "Newest" } });
  const posts = proxy.seen.filter(({ method }) => method === "POST").map(({ path }) => path);
  expect(posts.filter((path) => path === "/api/contacts")).toHaveLength(2);
  expect(posts.filter((path) => path.startsWith("/api/contacts/batch"))).toHaveLength(1);
});

test.each([
  { status: 410, code: "DELETED" },
  { status: 409, code: "IDENTITY_CONFLICT" },
  { status: 400, code: "INVALID_EMAIL", job: { id: "j", url: "/api/jobs/j" } },
])("what was accepted isn't sent again: $status $code", async ({ status, code, job }) => {
  await using kit = await start();
  const { client, proxy } = kit;
  const message = "It was.";
  const body = JSON.stringify({ success: false, message, error: { code, message }, job });
  proxy.break("POST /api/contacts", { kind: "answer", status, body });
  const results = await readAll(client.contacts.upsertMany([{ email: "jane@example.com" }]));
  expect(results).toMatchObject([{ outcome: "rejected", code }]);
  expect(proxy.seen).toHaveLength(1);
  await expect(client.contacts.get("jane@example.com")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("what is asked for holds for rows of uploads and for single requests", async () => {
  await using kit = await start();
  const { client } = kit;
  for (const via of ["upload", "requests"] as const) {
    const rows = [{ email: `${via}@example.com`, companyDomain: `${via}.example.com` }];
    const [result] = await readAll(client.contacts.upsertMany(rows, { via, createCompanies: true }));
    expect(result).toMatchObject({ outcome: "created" });
    expect(await client.companies.get(`${via}.example.com`)).toBeDefined();
  }
});

test("a key that may not upload sends each row as a request", async () => {
  const team = await stack().newTeam();
  const made = await team.post("/api/keys", { name: "form", scopes: ["ingest"] });
  const client = createClient({ url: stack().api.url, apiKey: Object(made.body).data.key });
  const results = await readAll(client.contacts.upsertMany(people(40), { via: "requests" }));
  expect(results.filter(({ outcome }) => outcome === "created")).toHaveLength(40);
  await expect(readAll(client.contacts.upsertMany(people(40)))).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a source may have any number of rows: no more are read than are asked for, and three batches are held", async () => {
  await using kit = await start();
  const { client } = kit;
  let read = 0;
  let isClosed = false;
  function* source() {
    try {
      for (;;) yield { email: `p${read++}@example.com`, summary: "x".repeat(4_000) };
    } finally {
      isClosed = true;
    }
  }
  // A batch ends at 4 Mi characters: about a thousand of these.
  const results = client.contacts.upsertMany(source());
  for await (const { index } of results) if (index === 100) break;
  expect(read).toBeLessThan(3_300);
  expect(isClosed).toBe(true);
});

test("what the source throws is thrown once the rows before it are told", async () => {
  await using kit = await start();
  const { client } = kit;
  const broken = new Error("the cursor is gone");
  function* source() {
    yield* people(20);
    throw broken;
  }
  const told: number[] = [];
  const all = (async () => {
    for await (const { index } of client.contacts.upsertMany(source())) told.push(index);
  })();
  await expect(all).rejects.toBe(broken);
  expect(told).toHaveLength(20);
  const rows: never[] = JSON.parse("[1]");
  await expect(readAll(client.contacts.upsertMany(rows))).rejects.toThrow(TypeError);
});

test("the client's own signal ends it too, and what it reads", async () => {
  await using kit = await start();
  const reason = new Error("enough");
  const stop = new AbortController();
  const client = createClient({ url: kit.proxy.url, apiKey: kit.team.key, signal: stop.signal });
  await client.contacts.upsert({ email: "jane@example.com" });
  await client.contacts.upsert({ email: "john@example.com" });
  async function* never(): AsyncGenerator<ContactRequest> {
    await new Promise(() => undefined);
    yield {};
  }
  const waiting = readAll(client.contacts.upsertMany(never(), { signal: new AbortController().signal }));
  const download = client.download("/api/contacts/export", { signal: new AbortController().signal });
  expect((await download.next()).done).toBe(false);
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(download.next()).rejects.toBe(reason);
});

test("a signal ends it, wherever it is", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const reason = new Error("enough");
  const stop = new AbortController();
  proxy.break("POST", { kind: "silence" });
  const all = readAll(client.contacts.upsertMany(people(50), { signal: stop.signal }));
  await expect.poll(() => proxy.seen.length).toBe(1);
  stop.abort(reason);
  await expect(all).rejects.toBe(reason);
  const standing = new AbortController();
  async function* never(): AsyncGenerator<ContactRequest> {
    await new Promise(() => undefined);
    yield {};
  }
  const waiting = readAll(client.contacts.upsertMany(never(), { signal: standing.signal }));
  standing.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});
