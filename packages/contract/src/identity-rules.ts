import { z } from "zod";
import {
  IDENTITY_PATTERN_MAX,
  IDENTITY_PATTERNS_MAX,
  SUSPICIOUS_AFTER,
  SUSPICIOUS_AFTER_MAX,
} from "./limits.ts";

const patterns = () => z.array(z.string().min(1).max(IDENTITY_PATTERN_MAX)).max(IDENTITY_PATTERNS_MAX);

/**
 * The body of `PUT /api/identity-rules`: which values identify nobody, besides those that say "nothing" by themselves.
 * Whether each text is a pattern is checked elsewhere.
 */
export const IdentityRules = z
  .strictObject({
    never: patterns().default([]).meta({
      description: "Identifiers that are nobody's: e-mails, LinkedIn URLs or domains, with * for any text.",
    }),
    allow: patterns().default([]).meta({
      description:
        "Identifiers that are somebody's all the same: stronger than `never` and than our own list.",
    }),
    suspiciousAfter: z.int().min(1).max(SUSPICIOUS_AFTER_MAX).default(SUSPICIOUS_AFTER).meta({
      description:
        "So many requests may bring e-mails, or other identifiers of one kind, to a record by one other.",
    }),
    version: z
      .string()
      .max(100)
      .optional()
      .meta({
        description:
          "The `version` of the rules that were read before: where they were changed since, nothing is replaced " +
          "(`RULES_CHANGED`). Without it they are replaced whatever they are.",
      }),
  })
  .meta({
    id: "IdentityRules",
    example: { never: ["info@*", "*@example.org", "linkedin.com/in/acme-*"], allow: ["linkedin.com/in/nil"] },
  });
export type IdentityRules = z.infer<typeof IdentityRules>;

/** The answer to `GET /api/identity-rules` and to `PUT`: all rules. */
export const IdentityRulesAnswer = z
  .object({
    success: z.literal(true),
    data: z.object({
      never: z.array(z.string()),
      allow: z.array(z.string()),
      suspiciousAfter: z.int(),
      version: z.string().meta({ description: "Another one after each change." }),
    }),
  })
  .meta({ id: "IdentityRulesAnswer" });
export type IdentityRulesAnswer = z.infer<typeof IdentityRulesAnswer>;
