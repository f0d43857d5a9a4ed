import type { Database } from "@onefold/database";

export interface TeamWithMembers {
  readonly teamId: string;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly members: readonly Member[];
}

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** The team and its members, oldest first; undefined if there is no such team. */
export async function readTeam(db: Database, teamId: string): Promise<TeamWithMembers | undefined> {
  const team = await db.selectFrom("teams").selectAll().where("team_id", "=", teamId).executeTakeFirst();
  if (!team) return undefined;
  const members = await db
    .selectFrom("users")
    .select(["user_id", "name", "email", "role"])
    .where("team_id", "=", teamId)
    .orderBy("created_at")
    .orderBy("user_id")
    .execute();
  return {
    teamId,
    name: team.name,
    createdBy: team.created_by,
    createdAt: team.created_at,
    members: members.map((row) => ({
      userId: row.user_id,
      name: row.name,
      email: row.email,
      role: row.role,
    })),
  };
}
