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
  [{}, "DATABASE_URL is not set: set it to a postgres:// URL."],
  [{ DATABASE_URL, PORT: "80000" }, "PORT can't be used: set it to a port number from 0 to 65535."],
  [
    { DATABASE_URL, JOB_ID_SECRET: "short" },
    "JOB_ID_SECRET can't be used: set it to at least 32 characters.",
  ],
])("one sentence for %j", (env, sentence) => {
  expect(() => readConfig(env)).toThrow(sentence);
});
