import type { Database } from "@onefold/database";

/** Lists every team of the deployment, oldest first. It crosses teams, so it is for the command line only. */
export async function listTeams(
  db: Database,
): Promise<{ teamId: string; name: string; ownerId: string; createdAt: Date }[]> {
  const rows = await db.selectFrom("teams").selectAll().orderBy("created_at").orderBy("team_id").execute();
  return rows.map((row) => ({
    teamId: row.team_id,
    name: row.name,
    ownerId: row.created_by,
    createdAt: row.created_at,
  }));
}
