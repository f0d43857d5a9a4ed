import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const DATABASE_URL = "postgres://onefold:secret@localhost/onefold";

test("the database holds the queue by default", () => {
  expect(readConfig({ DATABASE_URL, PORT: "", HOME: "/root" })).toMatchObject({
    DATABASE_URL,
    QUEUE_URL: DATABASE_URL,
    PORT: 3000,
    HOST: "127.0.0.1",
    DURABILITY: "strict",
    WAIT_MS: 10_000,
    RECEIPT_RETENTION_DAYS: 30,
    BODY_MAX_BYTES: 262_144,
  });
});

test.each([
  ["20/2s", { requests: 20, seconds: 2 }],
  ["600/1m", { requests: 600, seconds: 60 }],
  ["1000000/24h", { requests: 1_000_000, seconds: 86_400 }],
  ["", undefined],
])("RATE_LIMIT=%s", (text, limit) => {
  expect(readConfig({ DATABASE_URL, RATE_LIMIT: text }).RATE_LIMIT).toEqual(limit);
});

test.each([
  "20",
  "20/s",
  "0/2s",
  "20/0s",
  "20 / 2s",
  "20/2d",
  "-1/2s",
  "1.5/2s",
  "1000001/2s",
  "1/25h",
  "lots",
])("RATE_LIMIT=%s is refused with what it takes", (text) => {
  expect(() => readConfig({ DATABASE_URL, RATE_LIMIT: text })).toThrow(
    "RATE_LIMIT can't be used: set it to requests per time, such as 20/2s, 600/1m or 10000/1h (at most 1000000 requests and 24 hours).",
  );
});

test.each([
  [{}, "DATABASE_URL is not set: set it to a postgres:// URL."],
  [{ DATABASE_URL, PORT: "80000" }, "PORT can't be used: set it to a port number from 0 to 65535."],
  [
    { DATABASE_URL, JOB_ID_SECRET: "short" },
    "JOB_ID_SECRET can't be used: set it to at least 32 characters.",
  ],
  [
    { DATABASE_URL, BATCH_MAX_BYTES: "4096" },
    "Settings were renamed: set UPLOAD_MAX_BYTES instead of BATCH_MAX_BYTES.",
  ],
])("one sentence for %j", (env, sentence) => {
  expect(() => readConfig(env)).toThrow(sentence);
});

test.each([
  ["", []],
  ["*", "*"],
  ["https://app.example.com", ["https://app.example.com"]],
  ["https://app.example.com, http://localhost:5173", ["https://app.example.com", "http://localhost:5173"]],
])("CORS_ORIGINS=%s", (text, origins) => {
  expect(readConfig({ DATABASE_URL, CORS_ORIGINS: text }).CORS_ORIGINS).toEqual(origins);
});

test.each([
  "app.example.com",
  "https://app.example.com/",
  "https://app.example.com:443",
  "https://*.example.com",
  "https://a.example.com,*",
  "null",
  "file:///x",
  "HTTPS://app.example.com",
])("CORS_ORIGINS=%s is refused with what it takes", (text) => {
  expect(() => readConfig({ DATABASE_URL, CORS_ORIGINS: text })).toThrow(
    "CORS_ORIGINS can't be used: set it to origins with commas between them",
  );
});
