import { SUSPICIOUS_AFTER } from "@onefold/contract";
import type { IdentityRules, IdentityRulesAnswer } from "@onefold/contract";

export const RULES: IdentityRules = {
  never: ["info@*", "*@example.org", "linkedin.com/in/acme-*"],
  allow: ["linkedin.com/in/nil"],
  suspiciousAfter: SUSPICIOUS_AFTER,
};

export const READ_RULES: IdentityRulesAnswer["data"] = { ...RULES, version: "n4bQgYhMfWWaL-qgxVrQFa" };
