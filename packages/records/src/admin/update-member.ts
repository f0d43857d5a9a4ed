import type { Database } from "@onefold/database";
import { MEMBER_COLUMNS } from "./members.ts";
import type { Member } from "./members.ts";

/** What is absent stays as it is. At least one must be there. */
export interface MemberChange {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly blocked?: boolean | undefined;
}

/** Changes a member. It is undefined if the team has none with that id. */
export async function updateMember(
  db: Database,
  teamId: string,
  userId: string,
  { name, role, blocked }: MemberChange,
): Promise<Member | undefined> {
  return await db
    .updateTable("users")
    .set({
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(blocked !== undefined && { blocked }),
    })
    .where("team_id", "=", teamId)
    .where("user_id", "=", userId)
    .returning(MEMBER_COLUMNS)
    .executeTakeFirst();
}
