import type { Database, Tables } from "@onefold/database";
import { canonicalEmail, newId } from "@onefold/identity";
import type { Kysely } from "kysely";
import { AdminError, isViolation } from "./admin-error.ts";

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: string;
}

/**
 * Adds a member to a team.
 * @throws AdminError where the e-mail isn't one or is taken, or the team isn't there
 */
export async function createMember(
  db: Database,
  teamId: string,
  member: NewMember,
): Promise<{ userId: string }> {
  const userId = newId("usr_");
  await insertMember(db, { teamId, userId, ...member });
  return { userId };
}

export async function insertMember(
  db: Kysely<Tables>,
  member: NewMember & { readonly teamId: string; readonly userId: string },
): Promise<void> {
  const email = canonicalEmail(member.email);
  if (!email) throw new AdminError(`${member.email} is not an e-mail address.`);
  try {
    await db
      .insertInto("users")
      .values({ team_id: member.teamId, user_id: member.userId, email, name: member.name, role: member.role })
      .execute();
  } catch (error) {
    if (isViolation(error, "unique")) throw new AdminError(`The team has a member with the e-mail ${email}.`);
    if (isViolation(error, "foreign")) throw new AdminError(`There is no team ${member.teamId}.`);
    throw error;
  }
}
