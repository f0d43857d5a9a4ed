import { createHash } from "node:crypto";
import { IdentityRules } from "@onefold/contract";
import type { IdentityRulesAnswer } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { Kysely } from "kysely";

type VersionedRules = IdentityRulesAnswer["data"];

/** Reads what a team says of identifiers, or the defaults if it says nothing. */
export async function readIdentityRules(db: Kysely<Tables>, teamId: string): Promise<VersionedRules> {
  const row = await db
    .selectFrom("identity_rules")
    .select(["never", "allow", "suspicious_after as suspiciousAfter"])
    .where("team_id", "=", teamId)
    .executeTakeFirst();
  return withVersion(IdentityRules.parse(row ?? {}));
}

/**
 * Gives the rules with their version. The same rules have the same version, so writing them unchanged takes nothing
 * from anybody.
 */
export function withVersion({ never, allow, suspiciousAfter }: IdentityRules): VersionedRules {
  const hash = createHash("sha256").update(JSON.stringify([never, allow, suspiciousAfter]));
  return { never, allow, suspiciousAfter, version: hash.digest("base64url").slice(0, 22) };
}
