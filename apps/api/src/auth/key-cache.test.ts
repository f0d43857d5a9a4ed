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
  const ours = hashKey(KEY).toString("hex");
  const cache = createKeyCache(async (hash) => {
    lookedUp.push(hash.toString("hex"));
    return hash.toString("hex") === ours ? OWNER : undefined;
  });
  const find = (key: string) => {
    const authorization = `Bearer ${key}`;
    return cache.find(authorization, new Request("http://localhost/", { headers: { authorization } }));
  };
  return { cache, find, lookUps: () => lookedUp.filter((hash) => hash === ours).length };
}

test("a flood of made-up keys evicts no valid one", async () => {
  const { find, lookUps } = setUp();
  await expect(find(KEY)).resolves.toBe(OWNER);
  for (let i = 0; i < 10_100; i++) await find(`ofk_made-up-${i}`);
  expect(find(KEY)).toBe(OWNER);
  expect(lookUps()).toBe(1);
});

test("a key that is forgotten is looked up again, the others are not", async () => {
  const { cache, find, lookUps } = setUp();
  await find(KEY);
  cache.forget(({ keyId }) => keyId === "key_2");
  expect(find(KEY)).toBe(OWNER);
  cache.forget(({ keyId }) => keyId === "key_1");
  await expect(find(KEY)).resolves.toBe(OWNER);
  expect(lookUps()).toBe(2);
});
