import type { IdentityRules } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { AdminError, isViolation } from "./admin-error.ts";

/**
 * Replaces all that a team says of identifiers. Whether each pattern is one is the caller's to check. The API
 * processes judge by it within seconds.
 * @throws AdminError where the team isn't there
 */
export async function replaceIdentityRules(
  db: Database,
  teamId: string,
  { never, allow, suspiciousAfter }: IdentityRules,
): Promise<void> {
  const rules = { never, allow, suspicious_after: suspiciousAfter };
  try {
    await db
      .insertInto("identity_rules")
      .values({ team_id: teamId, ...rules })
      .onConflict((conflict) => conflict.column("team_id").doUpdateSet(rules))
      .execute();
  } catch (error) {
    if (isViolation(error, "foreign")) throw new AdminError("TEAM_NOT_FOUND", `There is no team ${teamId}.`);
    throw error;
  }
}
