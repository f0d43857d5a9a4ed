import { SUSPICIOUS_AFTER } from "@onefold/contract";
import type { IdentityRules } from "@onefold/contract";

export const RULES: IdentityRules = {
  never: ["info@*", "*@example.org", "linkedin.com/in/acme-*"],
  allow: ["linkedin.com/in/nil"],
  suspiciousAfter: SUSPICIOUS_AFTER,
};
