import { expect, test, vi } from "vitest";
import { createFreshCache } from "./fresh-cache.ts";

function setUp() {
  let now = 1_000_000;
  const cache = createFreshCache<number>({
    max: 10,
    freshMs: () => 5_000,
    staleMs: () => 300_000,
    now: () => now,
  });
  return { cache, pass: (ms: number) => void (now += ms) };
}

test("loads once for concurrent readers, then answers at once while it is fresh", async () => {
  const { cache, pass } = setUp();
  const load = vi.fn<() => Promise<number>>(async () => 1);
  await expect(Promise.all([cache.get("a", load), cache.get("a", load)])).resolves.toEqual([1, 1]);
  pass(4_999);
  expect(cache.get("a", load)).toBe(1);
  expect(load).toHaveBeenCalledTimes(1);
  pass(1);
  await expect(cache.get("a", async () => 2)).resolves.toBe(2);
});

test("keeps the old value for as long as loading fails, asking once a second, and up to a limit", async () => {
  const { cache, pass } = setUp();
  await cache.get("a", async () => 1);
  const fail = vi.fn<() => Promise<number>>(async () => Promise.reject(new Error("down")));
  pass(6_000);
  await expect(cache.get("a", fail)).resolves.toBe(1);
  expect(cache.get("a", fail)).toBe(1);
  expect(fail).toHaveBeenCalledTimes(1);
  pass(300_000);
  await expect(cache.get("a", fail)).rejects.toThrow("down");
});

test("reloads before time, but once a second at most", async () => {
  const { cache, pass } = setUp();
  await cache.get("a", async () => 1);
  await expect(cache.reload("a", async () => 2)).resolves.toBe(1);
  pass(1_000);
  await expect(cache.reload("a", async () => 2)).resolves.toBe(2);
});

test("falls back where a load hangs", async () => {
  vi.useFakeTimers();
  try {
    const { cache, pass } = setUp();
    await cache.get("a", async () => 1);
    pass(6_000);
    const value = cache.get("a", async () => new Promise<number>(() => {}));
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(value).resolves.toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("what is absent is kept apart: a flood of it evicts nothing else", async () => {
  const cache = createFreshCache<number | undefined>({
    max: 10,
    absentMax: 2,
    freshMs: () => 5_000,
    staleMs: () => 0,
    now: () => 0,
  });
  const load = vi.fn<() => Promise<number>>(async () => 1);
  await cache.get("a", load);
  const loadNothing = vi.fn<() => Promise<undefined>>(async () => undefined);
  for (let i = 0; i < 100; i++) await cache.get(`made up ${i}`, loadNothing);
  expect(cache.get("a", load)).toBe(1);
  expect(load).toHaveBeenCalledTimes(1);
  expect(loadNothing).toHaveBeenCalledTimes(100);
  // The cache remembers the last of them and has forgotten the others.
  expect(cache.get("made up 99", loadNothing)).toBeUndefined();
  await cache.get("made up 97", loadNothing);
  expect(loadNothing).toHaveBeenCalledTimes(101);
});

test("a key that turned up, or went, is kept in one place only", async () => {
  let now = 0;
  const cache = createFreshCache<number | undefined>({
    max: 10,
    freshMs: () => 1_000,
    staleMs: () => 0,
    now: () => now,
  });
  for (const value of [undefined, 1, undefined, 2]) {
    await cache.get("a", async () => value);
    expect(cache.get("a", async () => 99)).toBe(value);
    now += 1_000;
  }
});

test("forgets the values that match, and doesn't keep what was being read meanwhile", async () => {
  const { cache } = setUp();
  await cache.get("a", async () => 1);
  await cache.get("b", async () => 2);
  const { promise, resolve } = Promise.withResolvers<number>();
  const early = cache.get("c", () => promise);
  cache.deleteWhere((value) => value === 1);
  const late = cache.get("c", async () => 4);
  resolve(3);
  expect([await early, await late]).toEqual([3, 4]);
  await expect(cache.get("a", async () => 10)).resolves.toBe(10);
  expect(cache.get("b", async () => 20)).toBe(2);
  expect(cache.get("c", async () => 30)).toBe(4);
});
