import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { createProducer } from "../src/index.ts";
import { attempt, ref, upsert } from "./support/harness.ts";
import { startTestRedis } from "./support/stores.ts";

test("strict refuses a Redis that acknowledges before the disk, and says what to set", async () => {
  await using store = await startTestRedis();
  const options = { url: store.url, durability: "strict" as const };
  await using producer = await createProducer({ ...options, floor: 0 });
  expect(await producer.problems()).toEqual([]);
  const admin = new Redis(store.url);
  try {
    await admin.config("SET", "appendfsync", "everysec");
    expect(await producer.problems()).toEqual([
      {
        what: "Redis acknowledges chunks before they are on disk: appendfsync is everysec.",
        fix: expect.stringContaining("CONFIG SET appendfsync always"),
      },
    ]);
    await expect(producer.submit(ref(0), upsert, { wait: false })).rejects.toMatchObject({
      reason: "not-durable",
    });
    await using relaxed = await createProducer({ ...options, durability: "relaxed", floor: 0 });
    expect(await relaxed.problems()).toEqual([]);
    await relaxed.submit(ref(0), upsert, { wait: false });

    await admin.config("SET", "appendonly", "no");
    await admin.config("SET", "maxmemory-policy", "allkeys-lru");
    expect((await producer.problems()).map(({ what }) => what).join()).toMatch(
      /maxmemory-policy is allkeys-lru.*appendonly is no.*everysec/,
    );
  } finally {
    admin.disconnect();
  }
});

test("where CONFIG is forbidden, INFO tells the rest and the message says how to allow it", async () => {
  await using store = await startTestRedis(["--rename-command", "CONFIG", ""]);
  await using producer = await createProducer({ url: store.url, durability: "strict", floor: 0 });
  expect((await producer.problems()).map(({ fix }) => fix).join()).toMatch(
    /^Allow this user CONFIG GET[^.]*DURABILITY=relaxed\.$/,
  );
});

test("past 75 % of maxmemory nothing is added, before Redis itself refuses", async () => {
  await using store = await startTestRedis();
  await using producer = await createProducer({ url: store.url, durability: "strict", floor: 0 });
  const admin = new Redis(store.url);
  try {
    const used = Number(/used_memory:(\d+)/.exec(await admin.info("memory"))?.[1]);
    await admin.config("SET", "maxmemory", Math.round(used * 1.2));
    expect((await producer.problems())[0]?.what).toMatch(/of its memory/);
    await expect(producer.submit(ref(0), upsert, { wait: false })).rejects.toMatchObject({
      reason: "memory",
      outcome: "not-added",
    });
    // Uploads leave some memory for single items.
    await admin.config("SET", "maxmemory", Math.round(used * 1.6));
    expect(await producer.problems()).toEqual([]);
    expect(producer.refusal()).toBeUndefined();
    await expect(producer.submitBulk([{ ref: ref(0), upsert }])).rejects.toMatchObject({ reason: "memory" });
    await admin.config("SET", "maxmemory", used * 10);
    await producer.problems();
    await producer.submit(ref(0), upsert, { wait: false });
  } finally {
    admin.disconnect();
  }
});

test("with a replica an add counts only once the replica has it", async () => {
  await using primary = await startTestRedis(["--repl-diskless-sync-delay", "0"]);
  const port = new URL(primary.url).port;
  await using replica = await startTestRedis(["--replicaof", "127.0.0.1", port]);
  const admin = new Redis(primary.url);
  try {
    await expect
      .poll(async () => /slave0:.*state=online/.test(await admin.info("replication")), { timeout: 20_000 })
      .toBe(true);
    await using producer = await createProducer({
      url: primary.url,
      durability: "strict",
      floor: 0,
      addTimeoutMs: 1_000,
    });
    // A replica that has just come may still be loading.
    await expect.poll(() => attempt(producer, 0), { timeout: 10_000 }).toBe("added");
    replica.freeze();
    await expect(producer.submit(ref(1), upsert, { wait: false })).rejects.toMatchObject({
      outcome: "unknown",
    });
    replica.thaw();
    await expect.poll(() => attempt(producer, 2), { timeout: 10_000 }).toBe("added");
  } finally {
    replica.thaw();
    admin.disconnect();
  }
}, 40_000);
