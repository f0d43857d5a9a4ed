import { expect, test } from "vitest";
import { IdentityRules } from "./identity-rules.ts";

test("rules of a team have limits, and defaults", () => {
  const takes = (rules: unknown) => IdentityRules.safeParse(rules).success;
  expect(IdentityRules.parse({})).toEqual({ never: [], allow: [], suspiciousAfter: 10 });
  expect(takes({ never: Array(200).fill("x".repeat(200)), allow: [], suspiciousAfter: 1_000 })).toBe(true);
  for (const rules of [
    { never: Array(201).fill("x") },
    { allow: ["x".repeat(201)] },
    { never: [""] },
    { never: "x" },
    { suspiciousAfter: 0 },
    { suspiciousAfter: 1_001 },
    { suspiciousAfter: 1.5 },
    { other: [] },
  ])
    expect(takes(rules), JSON.stringify(rules).slice(0, 60)).toBe(false);
});
