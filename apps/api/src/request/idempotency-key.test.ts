import { expect, test } from "vitest";
import { readIdempotencyKey } from "./idempotency-key.ts";

test.each(["1", "x".repeat(255), '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "!~"])("takes %.40s", (key) => {
  expect(readIdempotencyKey(key)).toBe(key);
});

test("none is none", () => {
  expect(readIdempotencyKey(undefined)).toBeUndefined();
});

test.each(["", "x".repeat(256), "a b", "one, two", "é", "a\tb", "\u007f"])("refuses %j", (key) => {
  expect(() => readIdempotencyKey(key)).toThrow(expect.objectContaining({ code: "INVALID_REQUEST" }));
});
