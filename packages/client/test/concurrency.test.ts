import { createClient } from "@onefold/client/source";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { startFaultyProxy } from "./support/faulty-proxy.ts";

const stack = useSharedStack();

/** A client that has one place for requests. */
async function start() {
  const team = await stack().newTeam();
  const proxy = await startFaultyProxy(() => stack().api.url);
  const client = createClient({ url: proxy.url, apiKey: team.key, concurrency: 1 });
  return { proxy, client, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

test("so many requests are under way at once, and no more", async () => {
  const team = await stack().newTeam();
  let running = 0;
  let most = 0;
  const client = createClient({
    url: stack().api.url,
    apiKey: team.key,
    concurrency: 3,
    async fetch(...args) {
      most = Math.max(most, ++running);
      try {
        return await fetch(...args);
      } finally {
        running--;
      }
    },
  });
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => client.contacts.upsert({ email: `p${n}@example.com` })),
  );
  expect(most).toBe(3);
});

test("the wait for a place is of the call's time, and ends with it", async () => {
  await using kit = await start();
  const { client, proxy } = kit;
  proxy.break("GET", { kind: "silence" });
  const stop = new AbortController();
  const first = client.contacts.get("jane@example.com", { signal: stop.signal });
  await expect.poll(() => proxy.seen.length).toBe(1);
  await expect(client.contacts.get("john@example.com", { timeoutMs: 100 })).rejects.toMatchObject({
    name: "TimeoutError",
    of: "all",
  });
  expect(proxy.seen).toHaveLength(1);
  stop.abort();
  await expect(first).rejects.toThrow();
  await expect(client.contacts.get("john@example.com")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an upload may be made of other calls of the client, which have one place", async () => {
  await using kit = await start();
  const { client } = kit;
  await client.contacts.upsert({ email: "jane@example.com" });
  async function* source() {
    for await (const { _id: contactId } of client.contacts.find())
      yield `${JSON.stringify({ contactId, firstName: "Jane" })}\n`;
  }
  const { rows } = await client.contacts.import(source(), { format: "ndjson" });
  expect(rows.read).toBe(1);
});

test("a download that stands still ends by the client's attemptTimeoutMs", async () => {
  const client = createClient({
    url: "http://127.0.0.1:9",
    apiKey: "x",
    attemptTimeoutMs: 100,
    fetch: async () => new Response(new ReadableStream()),
  });
  const next = client.download("/api/contacts/export").next();
  await expect(next).rejects.toMatchObject({ name: "TimeoutError", of: "attempt" });
});
