import { expect, test } from "vitest";
import { pathOf } from "./find-operation.ts";

test("a path is what it means, part by part", () => {
  expect(pathOf("/api/%6a%6f%62%73/a?x=1")).toBe("/api/jobs/a");
  expect(pathOf("/api/%6a%6f%62%73/a%c0%af/retry")).toBe("/api/jobs/a%c0%af/retry");
  expect(pathOf("/api/jobs/a%2fb")).toBe("/api/jobs/a%2fb");
});
