import { OnConflict } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { MEMBER_COLUMNS } from "./members.ts";
import type { Member } from "./members.ts";

export interface TeamWithMembers {
  readonly teamId: string;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** What an upsert does if the request doesn't say. */
  readonly onConflict: OnConflict;
  readonly members: readonly Member[];
}

/** Reads the team and its members, oldest first. It is undefined if there is no such team. */
export async function readTeam(db: Database, teamId: string): Promise<TeamWithMembers | undefined> {
  const team = await db.selectFrom("teams").selectAll().where("team_id", "=", teamId).executeTakeFirst();
  if (!team) return undefined;
  const members = await db
    .selectFrom("users")
    .select(MEMBER_COLUMNS)
    .where("team_id", "=", teamId)
    .orderBy("created_at")
    .orderBy("user_id")
    .execute();
  return {
    teamId,
    name: team.name,
    createdBy: team.created_by,
    createdAt: team.created_at,
    onConflict: OnConflict.parse(team.on_conflict),
    members,
  };
}
