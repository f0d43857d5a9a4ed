import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { hashKey } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { expect, test } from "vitest";
import { createKeyCache } from "./key-cache.ts";

const OWNER: KeyOwner = {
  teamId: "tea_1",
  userId: "usr_1",
  keyId: "key_1",
  blocked: false,
  scopes: ["admin"],
  onConflict: "prefer",
};
const KEY = "ofk_the-key-of-this-test";

function setUp() {
  const lookedUp: string[] = [];
  let time = 0;
  const ours = hashKey(KEY).toString("hex");
  const cache = createKeyCache({
    async findKeys(hashes) {
      const asked = hashes.map((hash) => hash.toString("hex"));
      lookedUp.push(...asked);
      return new Map(asked.filter((hash) => hash === ours).map((hash) => [hash, OWNER]));
    },
    addressOf: ({ headers }) => String(headers["x-from"]),
    now: () => time,
  });
  const findBy = async (authorization: string, from = "home") => {
    const incoming = new IncomingMessage(new Socket());
    incoming.headers["x-from"] = from;
    const request = new Request("http://localhost/", { headers: { authorization } });
    return await cache.find(authorization, request, incoming);
  };
  return {
    cache,
    findBy,
    find: (key: string, from?: string) => findBy(`Bearer ${key}`, from),
    later: (ms: number) => void (time += ms),
    lookUps: () => lookedUp.filter((hash) => hash === ours).length,
    allLookUps: () => lookedUp.length,
  };
}

test("a flood of made-up keys from everywhere evicts no valid one", async () => {
  const { find, lookUps } = setUp();
  expect(await find(KEY)).toBe(OWNER);
  for (let i = 0; i < 10_100; i++) await find(`ofk_made-up-of-the-flood-${i}`, `address ${i}`);
  expect(await find(KEY)).toBe(OWNER);
  expect(lookUps()).toBe(1);
});

test("an address has few look-ups of unknown keys, and gets more with time; known keys and other addresses go on", async () => {
  const { find, later, allLookUps } = setUp();
  expect(await find(KEY)).toBe(OWNER);
  const flood = async (count: number) => {
    const codes: unknown[] = [];
    for (let i = 0; i < count; i++)
      codes.push(await find(`ofk_made-up-${Math.random()}`).catch((error: unknown) => Object(error).code));
    return codes;
  };
  const before = allLookUps();
  expect(new Set((await flood(100)).slice(0, 90))).toEqual(new Set([undefined]));
  expect(new Set(await flood(500))).toEqual(new Set(["RATE_LIMITED"]));
  expect(allLookUps() - before).toBeLessThanOrEqual(100);
  // The known key is looked up again once it isn't fresh. That takes none of the address's look-ups.
  later(6_000);
  await flood(500);
  expect(await find(KEY)).toBe(OWNER);
  expect(await find("ofk_made-up-elsewhere-1", "elsewhere")).toBeUndefined();
  later(2_000);
  expect((await flood(100)).filter((code) => code === undefined)).toHaveLength(10);
});

test("a key of ours takes none of its address's look-ups", async () => {
  const { cache, find, lookUps } = setUp();
  for (let i = 0; i < 150; i++) {
    cache.forget(() => true);
    expect(await find(KEY)).toBe(OWNER);
  }
  expect(lookUps()).toBe(150);
});

test("one key is one entry, however its header is written; what can be no key costs nothing", async () => {
  const { findBy, lookUps, allLookUps } = setUp();
  const basic = (user: string) => `Basic ${Buffer.from(`${user}:${KEY}`).toString("base64")}`;
  for (let i = 0; i < 3_000; i++) expect(await findBy(basic(`user ${i}`))).toBe(OWNER);
  for (const header of [`Bearer ${KEY}`, `bearer    ${KEY} `, basic("")])
    expect(await findBy(header)).toBe(OWNER);
  expect(lookUps()).toBe(1);
  for (const header of [
    "x".repeat(8_500),
    basic("x".repeat(1_000)),
    `Bearer ${"x".repeat(900)}`,
    "Bearer short",
    "Basic",
    "Digest username=x",
  ])
    expect(await findBy(header)).toBeUndefined();
  expect(allLookUps()).toBe(1);
});

test("a key that is forgotten is looked up again, the others are not", async () => {
  const { cache, find, lookUps } = setUp();
  await find(KEY);
  cache.forget(({ keyId }) => keyId === "key_2");
  expect(await find(KEY)).toBe(OWNER);
  expect(lookUps()).toBe(1);
  cache.forget(({ keyId }) => keyId === "key_1");
  expect(await find(KEY)).toBe(OWNER);
  expect(lookUps()).toBe(2);
});
