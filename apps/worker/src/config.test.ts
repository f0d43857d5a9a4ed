import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const DATABASE_URL = "postgres://onefold:secret@localhost/onefold";

test.each([
  [{}, 48],
  [{ IDEMPOTENCY_RETENTION_HOURS: "24" }, 24],
  [{ RECEIPT_RETENTION_DAYS: "1" }, 24],
  [{ RECEIPT_RETENTION_DAYS: "2", IDEMPOTENCY_RETENTION_HOURS: "48" }, 48],
])("%j: idempotency keys are kept for %i hours", (env, hours) => {
  expect(readConfig({ DATABASE_URL, ...env }).IDEMPOTENCY_RETENTION_HOURS).toBe(hours);
});

test.each([
  [{ IDEMPOTENCY_RETENTION_HOURS: "23" }, "set it to hours from 24"],
  [
    { RECEIPT_RETENTION_DAYS: "2", IDEMPOTENCY_RETENTION_HOURS: "49" },
    "IDEMPOTENCY_RETENTION_HOURS can't be longer than RECEIPT_RETENTION_DAYS",
  ],
  [{ BATCH_MAX_ITEMS: "100" }, "Settings were renamed: set COMMIT_MAX_ITEMS instead of BATCH_MAX_ITEMS."],
])("%j is refused", (env, sentence) => {
  expect(() => readConfig({ DATABASE_URL, ...env })).toThrow(sentence);
});
