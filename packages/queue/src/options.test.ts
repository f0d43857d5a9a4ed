import { expect, test } from "vitest";
import { storeAddress } from "./options.ts";

test("the scheme chooses the store, and the password is never shown", () => {
  expect(storeAddress({ url: "postgresql://u:secret@db.example.com:5433/of?sslmode=require" })).toEqual({
    kind: "postgres",
    url: "postgresql://u:secret@db.example.com:5433/of?sslmode=require",
    namespace: "onefold",
    shown: "postgresql://db.example.com:5433/of",
  });
  expect(storeAddress({ url: "rediss://:secret@cache.example.com/2", namespace: "a_b" })).toMatchObject({
    kind: "redis",
    namespace: "a_b",
    shown: "rediss://cache.example.com/2",
  });
});

test.each([
  ["nonsense", "can't be read"],
  ["mysql://u:secret@h/d", "starts with mysql://"],
  ["redis+cluster://a:1,b:2", "not supported yet"],
])("%s: one sentence that hides the password", (url, words) => {
  expect(() => storeAddress({ url })).toThrow(words);
  expect(() => storeAddress({ url })).not.toThrow("secret");
});

test("a namespace that can't name a schema is refused", () => {
  expect(() => storeAddress({ url: "redis://h", namespace: 'a"; drop' })).toThrow("namespace");
});
