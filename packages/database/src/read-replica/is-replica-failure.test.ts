import { expect, test } from "vitest";
import { isReplicaFailure } from "./is-replica-failure.ts";

const failed = (code: string) => Object.assign(new Error("failed"), { code });

test.each([
  // A conflict with the replay cancels the statement, or ends the session.
  "40001",
  "57P01",
  "57P02",
  "57P03",
  // Too many connections, and a lock that the replay holds.
  "53300",
  "55P03",
  "08006",
  "ECONNREFUSED",
  "ECONNABORTED",
])("%s is done again on the primary", (code) => {
  expect(isReplicaFailure(failed(code))).toBe(true);
});

test.each(["57014", "42601", "22P02", "25006"])("%s would be the same on the primary", (code) => {
  expect(isReplicaFailure(failed(code))).toBe(false);
});

test("an error of our own isn't the replica's", () => {
  expect(isReplicaFailure(new TypeError("wrong"))).toBe(false);
  expect(isReplicaFailure("wrong")).toBe(false);
});
