import type { IdentityRules, IdentityRulesAnswer } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { AdminError, isViolation } from "./admin-error.ts";
import { readIdentityRules, withVersion } from "./read-identity-rules.ts";

/**
 * Replaces all that a team says of identifiers. If `version` is given, the rules must still be those that it was read
 * from. The caller checks that each pattern is one. The API processes judge by the new rules within seconds.
 * @throws AdminError where the team isn't there, or its rules were changed since
 */
export async function replaceIdentityRules(
  db: Database,
  teamId: string,
  { version, ...rules }: IdentityRules,
): Promise<IdentityRulesAnswer["data"]> {
  const columns = { never: rules.never, allow: rules.allow, suspicious_after: rules.suspiciousAfter };
  try {
    return await db.transaction().execute(async (trx) => {
      const before = await readIdentityRules(trx, teamId);
      // This makes the row, or waits for another change of it. What is read then stays until the end.
      await trx
        .insertInto("identity_rules")
        .values({
          team_id: teamId,
          never: before.never,
          allow: before.allow,
          suspicious_after: before.suspiciousAfter,
        })
        .onConflict((conflict) => conflict.column("team_id").doUpdateSet({ team_id: teamId }))
        .execute();
      const now = await readIdentityRules(trx, teamId);
      if (version !== undefined && version !== now.version)
        throw new AdminError(
          "RULES_CHANGED",
          "The rules were changed since they were read: read them again, change those, and send them.",
        );
      await trx.updateTable("identity_rules").set(columns).where("team_id", "=", teamId).execute();
      return withVersion(rules);
    });
  } catch (error) {
    if (isViolation(error, "foreign")) throw new AdminError("TEAM_NOT_FOUND", `There is no team ${teamId}.`);
    throw error;
  }
}
