import { IdentityRules } from "@onefold/contract";
import type { Database } from "@onefold/database";

/** What a team says of identifiers; the defaults where it says nothing. */
export async function readIdentityRules(db: Database, teamId: string): Promise<IdentityRules> {
  const row = await db
    .selectFrom("identity_rules")
    .select(["never", "allow", "suspicious_after as suspiciousAfter"])
    .where("team_id", "=", teamId)
    .executeTakeFirst();
  return IdentityRules.parse(row ?? {});
}
