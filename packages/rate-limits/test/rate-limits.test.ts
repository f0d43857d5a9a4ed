import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestPostgres, startTestRedis } from "../../queue/test/support/stores.ts";
import type { TestStore } from "../../queue/test/support/stores.ts";
import { createRateLimits, prepareRateLimits } from "../src/index.ts";
import type { RateLimits } from "../src/index.ts";

/** The window is so long that no test sees its end. */
const WINDOW = 600;
const NAMESPACE = "limits";

/** Waits until each sees what the other one counted. */
async function untilShared(one: RateLimits, other: RateLimits): Promise<void> {
  const keyId = newKey();
  const limit = { requests: 1_000_000, seconds: WINDOW };
  const difference = async () =>
    (await one.take(keyId, limit)).remaining - (await other.take(keyId, limit)).remaining;
  await expect.poll(difference, { timeout: 20_000 }).toBe(1);
}

const newKey = () => `key_${randomBytes(6).toString("hex")}`;

describe.each([
  ["redis", () => startTestRedis()],
  ["postgres", () => startTestPostgres()],
])("on %s", (_kind, startStore) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
    await Promise.all([0, 1, 2].map(() => prepare()));
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const prepare = () => prepareRateLimits({ url: store.url, namespace: NAMESPACE });

  /** The timeout is long, as the machine may be busy: a late count would be made without the store. */
  function open(errors: Error[] = [], namespace = NAMESPACE, timeoutMs = 20_000): Promise<RateLimits> {
    return createRateLimits({ url: store.url, namespace, timeoutMs, onError: (error) => errors.push(error) });
  }

  test("processes share a limit, and let exactly so many of concurrent requests pass", async () => {
    const errors: Error[] = [];
    await using first = await open(errors);
    await using second = await open(errors);
    const keyId = newKey();
    const limit = { requests: 20, seconds: WINDOW };
    const taken = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 ? first : second).take(keyId, limit)),
    );
    const allowed = taken.filter((each) => each.allowed);
    expect(allowed.map(({ remaining }) => remaining).toSorted((a, b) => b - a)).toEqual(
      Array.from({ length: 20 }, (_, index) => 19 - index),
    );
    for (const each of taken) {
      expect(each).toMatchObject({ limit: 20, windowSeconds: WINDOW });
      expect(each.resetMs).toBeGreaterThan((WINDOW - 60) * 1_000);
      expect(each.resetMs).toBeLessThanOrEqual(WINDOW * 1_000);
      if (!each.allowed) expect(each.remaining).toBe(0);
    }
    expect((await first.take(newKey(), limit)).remaining).toBe(19);
    expect(errors).toEqual([]);
  });

  test("what was counted outlives the process, and preparing again", async () => {
    const keyId = newKey();
    const limit = { requests: 2, seconds: WINDOW };
    {
      await using before = await open();
      await before.take(keyId, limit);
    }
    await prepare();
    await using after = await open();
    expect(await after.take(keyId, limit)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await after.take(keyId, limit)).toMatchObject({ allowed: false });
    // Another limit with the same window goes on with its count. One with another window begins anew.
    expect(await after.take(keyId, { requests: 9, seconds: WINDOW })).toMatchObject({
      allowed: true,
      remaining: 5,
    });
    expect((await after.take(keyId, { requests: 9, seconds: 60 })).remaining).toBe(8);
  });

  test("the next window lets requests pass again", async () => {
    await using limits = await open();
    const keyId = newKey();
    const limit = { requests: 1, seconds: 1 };
    expect((await limits.take(keyId, limit)).allowed).toBe(true);
    await expect.poll(() => limits.take(keyId, limit), { timeout: 10_000 }).toMatchObject({ allowed: true });
  });

  test("a store that stops or hangs: counted in memory, told once, and shared again afterwards", async () => {
    const errors: Error[] = [];
    await using limits = await open(errors, NAMESPACE, 500);
    await using other = await open([], NAMESPACE, 500);
    const limit = { requests: 3, seconds: WINDOW };
    const takeFour = async (keyId: string) => {
      const allowed = [];
      for (let i = 0; i < 4; i++) allowed.push((await limits.take(keyId, limit)).allowed);
      return allowed;
    };
    await untilShared(limits, other);

    store.freeze();
    const started = performance.now();
    const frozen = newKey();
    expect(await takeFour(frozen)).toEqual([true, true, true, false]);
    for (let i = 0; i < 16; i++) await limits.take(frozen, limit);
    // Most of them didn't wait for the store.
    expect(performance.now() - started).toBeLessThan(5_000);
    store.thaw();
    await untilShared(limits, other);
    expect(errors.map(({ message }) => message)).toEqual(["the store of the rate limits can't be asked"]);

    await store.stop();
    expect(await takeFour(newKey())).toEqual([true, true, true, false]);
    expect(errors).toHaveLength(2);
    await store.start();
    await untilShared(limits, other);
    expect(errors).toHaveLength(2);
  }, 60_000);

  test("one that was never prepared or never there fails open", async () => {
    const errors: Error[] = [];
    await using unprepared = await open(errors, "nobody");
    const elsewhere = new URL(store.url);
    elsewhere.port = "1";
    await using nowhere = await createRateLimits({
      url: elsewhere.href,
      namespace: NAMESPACE,
      onError: (error) => errors.push(error),
    });
    const limit = { requests: 1, seconds: WINDOW };
    for (const limits of [unprepared, nowhere]) {
      const keyId = newKey();
      expect(await limits.take(keyId, limit)).toMatchObject({ allowed: true, remaining: 0 });
      expect(await limits.take(keyId, limit)).toMatchObject({ allowed: false });
    }
    expect(errors).toHaveLength(store.kind === "redis" ? 1 : 2);
  });
});
