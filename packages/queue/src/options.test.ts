import { expect, test } from "vitest";
import { storeAddress } from "./options.ts";

test("the scheme chooses the store, and the password is never shown", () => {
  expect(storeAddress({ url: "postgresql://u:secret@db.example.com:5433/of?sslmode=require" })).toEqual({
    kind: "postgres",
    url: "postgresql://u:secret@db.example.com:5433/of?sslmode=require",
    namespace: "onefold",
    shown: "postgresql://db.example.com:5433/of",
    hosts: [{ host: "db.example.com", port: 5433 }],
  });
  expect(storeAddress({ url: "rediss://:secret@cache.example.com/2", namespace: "a_b" })).toMatchObject({
    kind: "redis",
    namespace: "a_b",
    shown: "rediss://cache.example.com/2",
  });
});

test("several servers stand in one URL, for a cluster and for Sentinels", () => {
  const url = "redis+cluster://u:secret@a.example.com,b.example.com:7000?shards=4";
  expect(storeAddress({ url })).toMatchObject({
    kind: "redis-cluster",
    shown: "redis+cluster://a.example.com:6379,b.example.com:7000",
    hosts: [
      { host: "a.example.com", port: 6379 },
      { host: "b.example.com", port: 7000 },
    ],
  });
  expect(storeAddress({ url: "rediss+sentinel://:secret@a.example.com,[::1]:7/main" })).toMatchObject({
    kind: "redis",
    shown: "rediss+sentinel://a.example.com:26379,[::1]:7/main",
  });
});

test.each([
  ["nonsense", "can't be read"],
  ["mysql://u:secret@h/d", "starts with mysql://"],
  ["redis+cluster://u:secret@a:1,,b", "must look like redis+cluster://"],
  ["redis+cluster://u:secret@a:1/2", "names a database"],
  ["redis+cluster://u:secret@a?shards=65", "from 1 to 64"],
  ["redis+cluster://u:secret@a?shards=0", "from 1 to 64"],
  ["redis+cluster://u:secret@a?chards=4", "it takes shards"],
  ["redis+sentinel://u:secret@a:1", "with the primary's name"],
  ["redis+sentinel://u:12/secret@a:1/main", "must look like redis+sentinel://"],
  ["redis+cluster://u:12?secret@a:1", "must look like redis+cluster://"],
  ["redis+sentinel://a/main?sentinelPassword=p&secret", "it takes sentinelUsername and sentinelPassword"],
])("%s: one sentence that hides the password", (url, words) => {
  expect(() => storeAddress({ url })).toThrow(words);
  expect(() => storeAddress({ url })).not.toThrow("secret");
});

test("a namespace that can't name a schema is refused", () => {
  expect(() => storeAddress({ url: "redis://h", namespace: 'a"; drop' })).toThrow("namespace");
});
