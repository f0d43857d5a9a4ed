import type { Database, Tables } from "@onefold/database";
import { canonicalEmail, newId } from "@onefold/identity";
import type { Kysely } from "kysely";
import { AdminError, isViolation } from "./admin-error.ts";
import type { Member } from "./members.ts";

export interface NewMember {
  readonly email: string;
  readonly name?: string | undefined;
  readonly role: string;
}

/**
 * Adds a member to a team.
 * @throws AdminError where the e-mail isn't one or is taken, or the team isn't there
 */
export async function createMember(db: Database, teamId: string, member: NewMember): Promise<Member> {
  const userId = newId("usr_");
  const email = await insertMember(db, { teamId, userId, ...member });
  return { userId, email, name: member.name ?? "", role: member.role, blocked: false };
}

/** @returns the e-mail as it is stored */
export async function insertMember(
  db: Kysely<Tables>,
  member: NewMember & { readonly teamId: string; readonly userId: string },
): Promise<string> {
  const email = canonicalEmail(member.email);
  if (!email) throw new AdminError("INVALID_EMAIL", "The e-mail is not an e-mail address.");
  try {
    await db
      .insertInto("users")
      .values({
        team_id: member.teamId,
        user_id: member.userId,
        email,
        name: member.name ?? "",
        role: member.role,
      })
      .execute();
  } catch (error) {
    if (isViolation(error, "unique"))
      throw new AdminError("MEMBER_EXISTS", "The team has a member with this e-mail already.");
    if (isViolation(error, "foreign"))
      throw new AdminError("TEAM_NOT_FOUND", `There is no team ${member.teamId}.`);
    throw error;
  }
  return email;
}
