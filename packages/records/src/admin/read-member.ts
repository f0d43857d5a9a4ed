import type { Database } from "@onefold/database";
import { MEMBER_COLUMNS } from "./members.ts";
import type { Member } from "./members.ts";

/** Reads the member with that id. It is undefined if the team has none. */
export async function readMember(db: Database, teamId: string, userId: string): Promise<Member | undefined> {
  return await db
    .selectFrom("users")
    .select(MEMBER_COLUMNS)
    .where("team_id", "=", teamId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
}
