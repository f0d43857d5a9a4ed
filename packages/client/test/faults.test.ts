import {
  ApiError,
  ConnectionError,
  createClient,
  CursorExpiredError,
  TimeoutError,
} from "@onefold/client/source";
import type { ClientOptions, Retry } from "@onefold/client/source";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { startFaultyProxy } from "./support/faulty-proxy.ts";
import type { Fault } from "./support/faulty-proxy.ts";

const stack = useSharedStack();

/** A client of a fresh team, whose requests go through a proxy that breaks some. */
async function start(options: Partial<ClientOptions> = {}) {
  const team = await stack().newTeam();
  const proxy = await startFaultyProxy(() => stack().api.url);
  const retries: Retry[] = [];
  const client = createClient({
    url: proxy.url,
    apiKey: team.key,
    onRetry: (retry) => retries.push(retry),
    ...options,
  });
  return {
    team,
    proxy,
    client,
    retries,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

const BUSY: Fault = { kind: "answer", status: 503 };

test.each<{ fault: Fault; error: unknown }>([
  { fault: { kind: "cut-before" }, error: ConnectionError },
  { fault: { kind: "cut-after" }, error: ConnectionError },
  { fault: { kind: "cut-body" }, error: ConnectionError },
  { fault: BUSY, error: ApiError },
  { fault: { kind: "answer", status: 502, body: "<h1>Bad gateway</h1>" }, error: ApiError },
  { fault: { kind: "silence" }, error: TimeoutError },
  { fault: { kind: "silence-after" }, error: TimeoutError },
])("after $fault.kind a write is sent again under its key, and done once", async ({ fault, error }) => {
  const isSilent = fault.kind.startsWith("silence");
  await using kit = await start(isSilent ? { attemptTimeoutMs: 1_500 } : {});
  const { client, proxy, retries, team } = kit;
  proxy.break("POST /api/contacts", fault, fault);
  const { data, job } = await client.contacts.upsert({ email: "jane@example.com", jobTitle: "CTO" });
  expect(data).toMatchObject({ created: true, outcome: "created" });
  expect(retries.slice(0, 2).map((each) => each.error)).toEqual([expect.any(error), expect.any(error)]);
  const keys = proxy.seen.map(({ idempotencyKey }) => idempotencyKey);
  expect(keys.length).toBeGreaterThanOrEqual(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  // One write, in one job.
  const { body } = await team.get(`/api/contacts/${data._id}/history`);
  expect(body).toMatchObject({ data: [{ job: { id: job?.id } }] });
  expect(Object(body).data).toHaveLength(1);
});

test("each write has a key of its own, or the caller's", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  await client.contacts.upsert({ email: "jane@example.com" });
  await client.contacts.upsert({ email: "jane@example.com" });
  await client.contacts.upsert({ email: "jane@example.com", firstName: "Jane" }, { idempotencyKey: "mine" });
  const again = await client.contacts.upsert(
    { email: "jane@example.com", firstName: "Jane" },
    { idempotencyKey: "mine" },
  );
  expect(again.data.outcome).toBe("updated");
  const keys = proxy.seen.map(({ idempotencyKey }) => idempotencyKey);
  expect(new Set(keys).size).toBe(3);
  expect(keys.slice(2)).toEqual(["mine", "mine"]);
});

test("a merge and its undo are done once, although their answers were lost", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const jane = await client.contacts.upsert({ email: "jane@example.com" });
  const other = await client.contacts.upsert({ email: "j.example@example.com" });
  proxy.break("POST /api/contacts/merge", { kind: "cut-after" }, { kind: "cut-body" });
  const merged = await client.contacts.merge({
    primaryId: jane.data._id,
    secondaryIds: [other.data._id],
  });
  expect(merged.mergedIds).toEqual([other.data._id]);
  proxy.break("POST /api/contacts/merge", { kind: "cut-after" });
  const undone = await client.contacts.undo(merged.job?.id ?? "");
  expect(undone.restoredIds).toEqual([other.data._id]);
  proxy.break("DELETE /api/contacts", { kind: "cut-before" });
  await client.contacts.delete(other.data._id);
  await expect(client.contacts.get(other.data._id)).rejects.toMatchObject({ code: "NOT_FOUND", status: 404 });
});

test("Retry-After is waited for, and told before", async () => {
  await using kit = await start();
  const { client, proxy, retries } = kit;
  proxy.break("GET /api/contacts", { kind: "answer", status: 429, headers: { "Retry-After": "1" } });
  for await (const contact of client.contacts.find()) expect(contact).toBeUndefined();
  expect(retries[0]).toMatchObject({ attempt: 1, error: { status: 429, retryAfterMs: 1_000 } });
  const [first, second] = proxy.seen;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
});

test("what there is no time left for is thrown at once: the last error, not that the time is over", async () => {
  await using kit = await start({ timeoutMs: 1_000 });
  const { client, proxy } = kit;
  proxy.break("GET /api/contacts", { kind: "answer", status: 503, headers: { "Retry-After": "60" } });
  const begun = performance.now();
  await expect(client.contacts.get("jane@example.com")).rejects.toMatchObject({
    name: "ApiError",
    status: 503,
    code: undefined,
  });
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test("a refusal isn't sent again, and has all that the answer says", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const refused = await client.contacts.upsert({ email: "jane" }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({
    status: 400,
    code: "INVALID_EMAIL",
    details: [{ path: "email", code: "INVALID_EMAIL" }],
    requestId: expect.any(String),
  });
  expect(proxy.seen).toHaveLength(1);
});

test("a wrong key is told at once, also of an upload", async () => {
  await using kit = await start({ apiKey: "wrong" });
  const { client, proxy } = kit;
  await expect(client.contacts.upsert({ email: "jane@example.com" })).rejects.toMatchObject({
    status: 401,
    code: "UNAUTHORIZED",
  });
  const rows = `${JSON.stringify({ email: "jane@example.com" })}\n`.repeat(50_000);
  await expect(client.contacts.import(rows, { format: "ndjson", maxRetries: 0 })).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });
  expect(proxy.seen).toHaveLength(2);
});

test("attempts and all of them together have an end", async () => {
  await using kit = await start({ attemptTimeoutMs: 200, maxRetries: 1 });
  const { client, proxy } = kit;
  const silence: Fault = { kind: "silence" };
  proxy.break("GET", silence, silence, silence);
  await expect(client.contacts.get("jane@example.com")).rejects.toMatchObject({
    name: "TimeoutError",
    of: "attempt",
  });
  expect(proxy.seen).toHaveLength(2);
  const begun = performance.now();
  await expect(
    client.contacts.get("jane@example.com", { timeoutMs: 300, attemptTimeoutMs: 60_000 }),
  ).rejects.toMatchObject({ name: "TimeoutError", of: "all" });
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test("nobody answers: that is said, with what the platform says", async () => {
  const client = createClient({ url: "http://127.0.0.1:9", apiKey: "x", maxRetries: 0 });
  const error = await client.contacts.get("jane@example.com").catch((each: unknown) => each);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ cause: expect.any(Error) });
});

test("a signal ends what is under way, what waits, and what would be sent; its reason is thrown", async () => {
  await using kit = await start({ concurrency: 1 });
  const { client, proxy } = kit;
  const silence: Fault = { kind: "silence" };
  proxy.break("GET", silence);
  const stop = new AbortController();
  const reason = new Error("enough");
  const first = client.contacts.get("jane@example.com", { signal: stop.signal });
  const second = client.contacts.get("john@example.com", { signal: stop.signal });
  await expect.poll(() => proxy.seen.length).toBe(1);
  stop.abort(reason);
  await expect(first).rejects.toBe(reason);
  await expect(second).rejects.toBe(reason);
  await expect(client.contacts.get("x@example.com", { signal: stop.signal })).rejects.toBe(reason);
  expect(proxy.seen).toHaveLength(1);
  // The place is free again.
  await expect(client.contacts.get("jane@example.com")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a pause ends by its signal", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  proxy.break("GET", { kind: "answer", status: 429, headers: { "Retry-After": "60" } });
  const stop = new AbortController();
  const reason = new Error("enough");
  const asked = client.contacts.get("jane@example.com", {
    signal: stop.signal,
    onRetry: () => stop.abort(reason),
  });
  await expect(asked).rejects.toBe(reason);
});

test("a job is awaited over an outage", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const { job } = await client.contacts.submit({ email: "jane@example.com" });
  proxy.break("GET /api/jobs", { kind: "cut-before" }, BUSY, { kind: "cut-body" });
  expect(await client.jobs.wait(job.id)).toMatchObject({ status: "completed", counts: { created: 1 } });
});

test("a job is awaited for as long as the service holds the request, and then as long as any other", async () => {
  await using kit = await start({
    timeoutMs: 500,
    async fetch(input, init) {
      const signal = init?.signal ?? undefined;
      if (new Request(input).url.includes("/api/jobs/")) await setTimeout(700, undefined, { signal });
      return await fetch(input, init);
    },
  });
  const { job } = await kit.client.contacts.submit({ email: "jane@example.com" }, { timeoutMs: 60_000 });
  expect(await kit.client.jobs.wait(job.id)).toMatchObject({ status: "completed" });
});

test("what a call says of attempts and time holds while its job is awaited too", async () => {
  await using kit = await start({ headers: { Prefer: "respond-async" } });
  const { client, proxy } = kit;
  const jane = { email: "jane@example.com" };
  proxy.break("GET /api/jobs", BUSY);
  await expect(client.contacts.upsert(jane, { maxRetries: 0 })).rejects.toMatchObject({ status: 503 });
  proxy.break("GET /api/jobs", { kind: "silence" });
  await expect(client.contacts.upsert(jane, { timeoutMs: 3_000 })).rejects.toMatchObject({ of: "all" });
  expect((await client.contacts.upsert(jane)).data).toMatchObject({ outcome: "unmodified" });
});

test("an upload that breaks off is sent again, and no row is taken twice", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  proxy.break("POST /api/contacts/batch", { kind: "cut-before" }, { kind: "cut-after" }, BUSY);
  const rows = Array.from({ length: 300 }, (_, n) => `p${n}@example.com,P${n}\n`);
  const { job, rows: counted } = await client.contacts.import(() => fileOf(["email,firstName\n", ...rows]), {
    format: "csv",
  });
  expect(counted.read).toBe(300);
  const ended = await client.jobs.wait(job.id);
  expect(ended).toMatchObject({ status: "completed", counts: { total: 300, created: 300 } });
  expect(
    new Set(proxy.seen.filter(({ method }) => method === "POST").map((each) => each.idempotencyKey)).size,
  ).toBe(1);
});

test("a stream that can be read once isn't sent again; what its source throws is thrown", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  proxy.break("POST /api/contacts/batch", BUSY);
  await expect(client.contacts.import(fileOf(["email\n"]), { format: "csv" })).rejects.toMatchObject({
    status: 503,
  });
  expect(proxy.seen).toHaveLength(1);
  const broken = new Error("the disk is gone");
  async function* source() {
    yield "email\njane@example.com\n";
    throw broken;
  }
  await expect(client.contacts.import(source(), { format: "csv" })).rejects.toBe(broken);
});

test("the feed is followed over an outage; where it can't be gone on with, that is an error of its own", async () => {
  await using kit = await start({ maxRetries: 0 });
  const { client, proxy } = kit;
  await client.contacts.upsert({ email: "jane@example.com" });
  proxy.break("GET /api/changes", { kind: "cut-before" }, BUSY, { kind: "cut-body" });
  for await (const { event } of client.changes.follow()) {
    expect(event).toBe("created");
    break;
  }
  const message = "What came after this cursor is past the retention.";
  const body = JSON.stringify({ success: false, message, error: { code: "CURSOR_EXPIRED", message } });
  proxy.break("GET /api/changes", { kind: "answer", status: 410, body });
  const error = await client.changes
    .pages()
    .next()
    .catch((each: unknown) => each);
  expect(error).toBeInstanceOf(CursorExpiredError);
  expect(error).toMatchObject({ status: 410, code: "CURSOR_EXPIRED", message });
});

test("who follows from now on loses nothing where the first wait breaks off", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  const pages = client.changes.pages({ after: "now" });
  expect((await pages.next()).value).toMatchObject({ data: [], isEnd: true });
  proxy.break("GET /api/changes", { kind: "cut-before" });
  await client.contacts.upsert({ email: "jane@example.com" });
  expect((await pages.next()).value).toMatchObject({ data: [{ event: "created" }] });
});

async function* fileOf(parts: readonly string[]) {
  yield* parts;
}
